package io.aicloudops.launcher.process;

import com.fasterxml.jackson.annotation.JsonValue;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.kafka.TopicAdmin;
import io.aicloudops.runtime.redact.Redactor;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.registry.HttpSchemaRegistry;
import io.aicloudops.schemas.registry.RegistryException;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks whether what a configuration speaks of is there. */
public final class Checkup {

  private static final int TIMEOUT_MILLIS = 3000;

  private final Settings settings;
  private final EmbeddedSettings embedded;

  /** Of a configuration that has been checked as text already. */
  public Checkup(Settings settings, EmbeddedSettings embedded) {
    this.settings = settings;
    this.embedded = embedded;
  }

  /** How bad it is. */
  public enum Grade {
    OK,
    WARN,
    BAD;

    /** As printed. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param advice what to do; empty if all is well
   */
  public record Finding(Grade grade, String what, String advice) {}

  /** Looks at everything; takes some seconds when something does not answer. */
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    HttpSettings http = settings.read(HttpSettings.SECTION);
    findings.add(data());
    findings.add(port("http.port", http.host(), http.port()));
    if (!http.auth().enabled()) {
      findings.add(
          new Finding(
              Grade.WARN,
              "http.auth.enabled",
              "off: whoever reaches " + http.host() + ":" + http.port() + " may do everything"));
    }
    boolean loopback =
        InetAddress.getLoopbackAddress().getHostAddress().equals(http.host())
            || http.host().equals("localhost");
    if (!loopback && http.tls().keyStore().isEmpty()) {
      findings.add(
          new Finding(
              Grade.WARN,
              "http.host",
              http.host() + " without http.tls: tokens pass in the clear unless TLS is in front"));
    }
    findings.addAll(kafka());
    findings.addAll(new Neighbours(settings).look());
    return findings;
  }

  private Finding data() {
    Path data = embedded.data();
    try {
      Files.createDirectories(data);
      return Files.isWritable(data)
          ? new Finding(Grade.OK, "embedded.data " + data, "")
          : new Finding(
              Grade.BAD, "embedded.data " + data, "cannot be written; choose another with --data");
    } catch (IOException e) {
      return new Finding(Grade.BAD, "embedded.data " + data, "cannot be made: " + e.getMessage());
    }
  }

  private static Finding port(String key, String host, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return new Finding(Grade.OK, key + " " + socket.getLocalPort() + " is free", "");
    } catch (IOException e) {
      return new Finding(
          Grade.WARN,
          key + " " + port,
          "taken (by a running AI-CloudOps?); choose another with -D " + key + "=…");
    }
  }

  private List<Finding> kafka() {
    KafkaSettings kafka = settings.read(KafkaSettings.SECTION);
    String servers = kafka.bootstrap().servers();
    if (!reachable(servers)) {
      return List.of(
          port("embedded.kafka-port", "localhost", embedded.kafkaPort()),
          port("embedded.registry-port", "localhost", embedded.registryPort()),
          new Finding(
              Grade.WARN,
              "kafka.bootstrap.servers " + servers,
              "nobody answers: 'aiops up' brings its own broker, 'aiops run' needs one"));
    }
    List<Finding> findings = new ArrayList<>();
    try {
      int existing =
          new TopicAdmin(new KafkaClients(kafka, new SimpleMeterRegistry())).existing().size();
      int all = Topics.all().size();
      findings.add(
          existing == all
              ? new Finding(
                  Grade.OK, "kafka.bootstrap.servers " + servers + ", all " + all + " topics", "")
              : new Finding(
                  Grade.WARN,
                  "kafka.bootstrap.servers " + servers,
                  (all - existing) + " topics are missing: 'aiops topics --create'"));
    } catch (LogUnavailableException e) {
      findings.add(
          new Finding(
              Grade.BAD, "kafka.bootstrap.servers " + servers, String.valueOf(e.getMessage())));
    }
    findings.add(registry(kafka.schema().registry().url()));
    return findings;
  }

  /** What is printed is pasted into tickets: the URLs may have a password. */
  static Finding registry(List<URI> urls) {
    Redactor redactor = new Redactor(false);
    String what = "kafka.schema.registry.url " + redactor.redact(urls.toString());
    try {
      new HttpSchemaRegistry(urls).byId(1);
      return new Finding(Grade.OK, what, "");
    } catch (RegistryException e) {
      return e.notFound()
          ? new Finding(Grade.OK, what, "")
          : new Finding(Grade.BAD, what, redactor.redact(String.valueOf(e.getMessage())));
    }
  }

  /** True if the first of some {@code host:port} takes a connection. */
  static boolean reachable(String servers) {
    String first = servers.split(",", 2)[0];
    int colon = first.lastIndexOf(':');
    if (colon < 0) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              first.substring(0, colon), Integer.parseInt(first.substring(colon + 1))),
          TIMEOUT_MILLIS);
      return true;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
