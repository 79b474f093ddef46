package io.aicloudops.rca.correlate;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.Tick;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes evidence of a cluster: front calls cart and checkout, these call store and payment. */
public final class Shop {

  public static final String CLUSTER = "demo";
  public static final long START = 1_700_000_000_000L;

  static {
    // Serdes make Avro trust the events; the fold copies some.
    new EventSerdes(new InMemorySchemaRegistry()).of(Evidence.class).close();
  }

  private Shop() {}

  public static String entity(String name) {
    return CLUSTER + "/shop/Deployment/" + name;
  }

  private static Evidence evidence(String entity, long second, Object body) {
    return new Evidence(CLUSTER, entity, at(second), body);
  }

  public static Instant at(long second) {
    return Instant.ofEpochMilli(START + 1000 * second);
  }

  public static Evidence calls(String caller, String... callees) {
    List<Edge> edges = Stream.of(callees).map(c -> new Edge(EdgeType.CALLS, entity(c))).toList();
    return topology(caller, edges, Map.of("replicas", "2", "readyReplicas", "2"), 0);
  }

  public static Evidence topology(
      String name, List<Edge> edges, Map<String, String> attributes, long second) {
    TopologyEntity entity =
        TopologyEntity.newBuilder()
            .setEntity(entity(name))
            .setEdges(edges)
            .setAttributes(attributes)
            .setTime(at(second))
            .setSource("kubernetes")
            .build();
    return evidence(entity(name), second, entity);
  }

  public static List<Evidence> map() {
    return new ArrayList<>(
        List.of(
            calls("front", "cart", "checkout"),
            calls("checkout", "payment", "inventory"),
            calls("cart", "store"),
            calls("inventory", "store"),
            calls("payment"),
            calls("store")));
  }

  /** An anomaly as it is told when it opens, grows or closes. */
  public static Evidence anomaly(
      String name,
      String signal,
      SignalRole role,
      AnomalyStatus status,
      long since,
      long second,
      double value,
      double expected) {
    Anomaly anomaly =
        Anomaly.newBuilder()
            .setId(name + "-" + signal + "-" + since)
            .setEntity(entity(name))
            .setSignal(signal)
            .setRole(role)
            .setStatus(status)
            .setKind(AnomalyKind.SPIKE)
            .setDirection(value >= expected ? Direction.UP : Direction.DOWN)
            .setScore(0.95)
            .setSince(at(since))
            .setTime(at(second))
            .setValue(value)
            .setExpected(expected)
            .setLower(expected * 0.8)
            .setUpper(expected * 1.2)
            .setDeviation(8)
            .build();
    return evidence(entity(name), second, anomaly);
  }

  public static Evidence slow(String name, long since) {
    return anomaly(
        name,
        "http_server_request_duration_seconds:p99",
        SignalRole.LATENCY,
        AnomalyStatus.OPEN,
        since,
        since + 3,
        1.0,
        0.1);
  }

  public static Evidence fast(String name, long since, long second) {
    return anomaly(
        name,
        "http_server_request_duration_seconds:p99",
        SignalRole.LATENCY,
        AnomalyStatus.CLOSED,
        since,
        second,
        0.1,
        0.1);
  }

  public static Evidence errors(String name, long since) {
    return anomaly(
        name,
        "http_server_requests_total:error_ratio",
        SignalRole.ERRORS,
        AnomalyStatus.OPEN,
        since,
        since + 3,
        0.3,
        0.0);
  }

  public static Evidence errorsOver(String name, long since, long second) {
    return anomaly(
        name,
        "http_server_requests_total:error_ratio",
        SignalRole.ERRORS,
        AnomalyStatus.CLOSED,
        since,
        second,
        0.0,
        0.0);
  }

  public static Evidence high(String name, String signal, SignalRole role, long since) {
    return anomaly(name, signal, role, AnomalyStatus.OPEN, since, since + 3, 2.8, 1.0);
  }

  public static Evidence event(
      String name, String pod, String reason, String message, long second) {
    return event(name, "Pod/" + pod, K8sEventType.WARNING, reason, message, second, Map.of());
  }

  public static Evidence event(
      String name,
      String object,
      K8sEventType type,
      String reason,
      String message,
      long second,
      Map<String, String> attributes) {
    K8sEvent event =
        K8sEvent.newBuilder()
            .setEntity(entity(name))
            .setObject(object)
            .setType(type)
            .setReason(reason)
            .setMessage(message)
            .setFirstSeen(at(second))
            .setTime(at(second))
            .setAttributes(attributes)
            .build();
    return evidence(entity(name), second, event);
  }

  public static Evidence rollout(String name, String revision, String before, long second) {
    return change(
        name,
        ChangeKind.ROLLOUT,
        "rollout-" + name + "-" + revision,
        second,
        Map.of("revision", before, "image", name + ":1." + before),
        Map.of("revision", revision, "image", name + ":1." + revision),
        revision);
  }

  public static Evidence change(
      String name,
      ChangeKind kind,
      String id,
      long second,
      Map<String, String> before,
      Map<String, String> after,
      String revision) {
    Change change =
        Change.newBuilder()
            .setId(id)
            .setEntity(entity(name))
            .setKind(kind)
            .setTime(at(second))
            .setSummary("changed " + name)
            .setSource("kubernetes")
            .setBefore(before)
            .setAfter(after)
            .setRevision(revision)
            .build();
    return evidence(entity(name), second, change);
  }

  public static Evidence alert(String name, String alert, AlertStatus status, long second) {
    return alert(name, alert, status, "critical", second);
  }

  public static Evidence alert(
      String name, String alert, AlertStatus status, String severity, long second) {
    Alert body =
        Alert.newBuilder()
            .setFingerprint(name + alert)
            .setStatus(status)
            .setName(alert)
            .setSeverity(severity)
            .setEntity(entity(name))
            .setLabels(Map.of("alertname", alert))
            .setAnnotations(Map.of("summary", alert + " on " + name))
            .setStartsAt(at(second))
            .setSource("alertmanager")
            .setReceivedAt(at(second))
            .build();
    return evidence(entity(name), second, body);
  }

  public static Evidence command(
      CommandType type, String target, Map<String, String> params, long second) {
    Command command =
        Command.newBuilder()
            .setId(type + "-" + second)
            .setType(type)
            .setTarget(target)
            .setActor("ann")
            .setRole("operator")
            .setTime(at(second))
            .setParams(params)
            .build();
    return evidence("", second, command);
  }

  public static Evidence tick(long second) {
    return evidence("", second, new Tick(at(second)));
  }

  /** A tick for every second from one to another, both included. */
  public static List<Evidence> ticks(long from, long to) {
    List<Evidence> ticks = new ArrayList<>();
    for (long second = from; second <= to; second++) {
      ticks.add(tick(second));
    }
    return ticks;
  }
}
