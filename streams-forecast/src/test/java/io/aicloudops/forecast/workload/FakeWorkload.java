package io.aicloudops.forecast.workload;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A workload of two instances that carry 66 requests a second each, and its signals. */
public final class FakeWorkload {

  public static final String ENTITY = "demo/shop/Deployment/front";
  public static final String LOAD = "http_server_requests_total:rate";
  private static final double CARRIES = 66;

  private final Random random;
  private final boolean cpuKnown;
  public int replicas = 2;

  public FakeWorkload(long seed, boolean cpuKnown) {
    this.random = new Random(seed);
    this.cpuKnown = cpuKnown;
  }

  public TopologyEntity deployed(long time) {
    return TopologyEntity.newBuilder()
        .setEntity(ENTITY)
        .setAttributes(
            Map.of("replicas", "" + replicas, "readyReplicas", "" + replicas, "cpuLimit", "0.5"))
        .setEdges(List.of())
        .setTime(Instant.ofEpochMilli(time))
        .setSource("test")
        .build();
  }

  /** The signals while so many requests a second arrive. */
  public SignalBatch batch(long time, long interval, double arriving) {
    double load = arriving * (1 + 0.05 * random.nextGaussian());
    double busy = Math.min(1, load / replicas / CARRIES);
    double latency = busy < 0.95 ? 0.02 + 0.01 * busy : 0.9;
    List<String> names = new ArrayList<>();
    List<SignalRole> roles = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    names.add("http_client_requests_total:rate");
    roles.add(SignalRole.TRAFFIC);
    values.add(2 * load);
    names.add(LOAD);
    roles.add(SignalRole.TRAFFIC);
    values.add(load);
    names.add(LOAD + "{code=\"200\"}");
    roles.add(SignalRole.TRAFFIC);
    values.add(load);
    names.add("http_server_request_duration_seconds:p95");
    roles.add(SignalRole.LATENCY);
    values.add(latency);
    names.add("process_resident_memory_bytes:value");
    roles.add(SignalRole.RESOURCE);
    values.add(1.2e8 + 1e6 * random.nextDouble());
    if (cpuKnown) {
      names.add("process_cpu_seconds_total:saturation");
      roles.add(SignalRole.SATURATION);
      values.add(busy);
    }
    List<Double> unknown = names.stream().map(n -> Double.NaN).toList();
    return SignalBatch.newBuilder()
        .setEntity(ENTITY)
        .setTime(Instant.ofEpochMilli(time))
        .setIntervalMs(interval)
        .setSignals(names)
        .setRoles(roles)
        .setValues(values)
        .setExpected(unknown)
        .setLower(unknown)
        .setUpper(unknown)
        .setScores(unknown)
        .build();
  }
}
