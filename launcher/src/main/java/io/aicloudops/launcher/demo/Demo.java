package io.aicloudops.launcher.demo;

import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.simulator.DemoWorld;
import io.aicloudops.simulator.kube.http.AuditEntry;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A busy shop on a simulated cluster and all services that watch and mend it, in this JVM. */
public final class Demo implements AutoCloseable {

  /** What the demo's cluster is called. */
  public static final String CLUSTER = "demo";

  private final DemoWorld world;
  private final EmbeddedLog log;
  private final Installation installation;

  private Demo(DemoWorld world, EmbeddedLog log, Installation installation) {
    this.world = world;
    this.log = log;
    this.installation = installation;
  }

  /**
   * Starts everything; the dashboard answers when it returns.
   *
   * @param configured the configuration; the demo's own values hold where it says nothing
   * @param seed for everything random in the shop
   * @param unattended true lets the catalogue's AUTO actions run without a person
   */
  public static Demo start(
      Settings configured, EmbeddedSettings embedded, long seed, boolean unattended) {
    EmbeddedLog log = EmbeddedLog.start(embedded);
    DemoWorld world = null;
    try {
      world = DemoWorld.start(seed);
      Map<String, Object> values = new HashMap<>(log.settings());
      values.putAll(settings(world, unattended));
      Installation installation =
          new Installation(
              configured.withDefaults(values),
              EnumSet.allOf(Services.class),
              embedded.data(),
              Clock.systemUTC());
      installation.start();
      new ClientFile(embedded.data(), installation.http().url()).write();
      return new Demo(world, log, installation);
    } catch (RuntimeException e) {
      if (world != null) {
        world.close();
      }
      log.close();
      throw e;
    }
  }

  /** Time is compressed: scrapes each second, and everything that waits waits less. */
  private static Map<String, Object> settings(DemoWorld world, boolean unattended) {
    String api = world.cluster().url();
    Map<String, Object> values = new HashMap<>();
    values.put("kubernetes.enabled", "on");
    values.put("kubernetes.url", api);
    values.put("kubernetes.cluster", CLUSTER);
    values.put("connect.kubernetes.healthy-after", "5s");
    values.put("connect.scrape.interval", "1s");
    values.put(
        "connect.scrape.targets",
        List.of(Map.of("url", api + "/metrics/cadvisor", "job", "cadvisor", "honor-labels", true)));
    values.put("assistant.demo-control-url", world.controlUrl());
    values.putAll(incidentTimes());
    values.put("forecast.period", "10s");
    values.put("forecast.lead-time", "1m");
    values.put("remediator.times.settle", "5s");
    values.put("remediator.times.verify-within", "45s");
    values.put("remediator.policy.cool-down", "10s");
    values.put("remediator.policy.attempts-per-day", 20);
    values.put("remediator.policy.object-budget", 100);
    values.put("remediator.policy.namespace-budget", 100);
    values.put("remediator.policy.cluster-budget", 100);
    if (unattended) {
      values.put("remediator.policy.rules", List.of(Map.of("mode", "auto")));
    }
    return values;
  }

  /** The compressed times of incidents, by setting; a replay of a demo needs the same. */
  public static Map<String, String> incidentTimes() {
    return Map.of(
        "rca.incidents.confirm", "4s",
        "rca.incidents.settle", "6s",
        "rca.incidents.hold", "8s",
        "rca.incidents.reopen", "3s");
  }

  /** The shop, its cluster and its faults. */
  public DemoWorld world() {
    return world;
  }

  /** The process' HTTP server. */
  public HttpServer http() {
    return installation.http();
  }

  /** How often we have changed something on the cluster. */
  int writes() {
    return (int) world.cluster().audit().stream().filter(Demo::ours).count();
  }

  private static boolean ours(AuditEntry entry) {
    return entry.wrote() && "ai-cloudops".equals(entry.fieldManager());
  }

  /** The services. */
  public Installation installation() {
    return installation;
  }

  /** The broker and registry. */
  public EmbeddedLog log() {
    return log;
  }

  @Override
  public void close() {
    installation.close();
    world.close();
    log.close();
  }
}
