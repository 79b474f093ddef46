package io.aicloudops.rca.backtest.kubectl;

import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * States of objects and their recent events, as a watch would tell them. A watch forgets the events
 * of a workload that has become healthy; so does this.
 */
public final class ObjectEvents {

  /** When snapshots are taken: any time will do, as all is relative to it. */
  static final Instant TAKEN = Instant.ofEpochSecond(1_700_000_000L);

  private static final Pattern COUNTS = Pattern.compile("(\\d+)/(\\d+)");
  private static final Pattern AGO = Pattern.compile("\\((\\S+) ago\\)");
  private static final Pattern PART = Pattern.compile("(\\d+)([dhms])");
  private static final Pattern DEAD_UNIT =
      Pattern.compile("(inactive|failed|deactivating|dead).*", Pattern.DOTALL);
  private static final Pattern REASON =
      Pattern.compile(
          "Reason:\\s+(CreateContainerConfigError|CreateContainerError|RunContainerError"
              + "|InvalidImageName|OOMKilled)");
  private static final Pattern USE =
      Pattern.compile("(?m)^(\\S+)\\s+([\\d.]+\\w*)\\s+([\\d.]+\\w*)\\s*$");
  private static final double RECENT_S = 600;
  private static final double HORIZON_S = 1200;
  private static final double FRESH_S = 60;
  private static final int LOOP = 3;

  private final Snapshot snapshot;
  private final Entities entities;
  private final List<Evidence> evidence = new ArrayList<>();
  private final Set<String> ill = new TreeSet<>();
  private final Set<String> workloads = new TreeSet<>();
  private final Set<String> downNodes = new HashSet<>();

  /** The events of a snapshot. */
  public ObjectEvents(Snapshot snapshot, Entities entities) {
    this.snapshot = snapshot;
    this.entities = entities;
    snapshot.table("get nodes").forEach(this::node);
    snapshot.probes().forEach(this::unit);
    snapshot.table("get deployments").forEach(this::workload);
    snapshot.table("get statefulsets").forEach(this::workload);
    snapshot.table("get pods").forEach(this::pod);
    snapshot.described("pod", this::container);
    snapshot.described("resourcequota", (name, text) -> quota(name, text));
    snapshot.table("get endpoints").forEach(this::endpoints);
    snapshot.events().stream()
        .filter(e -> e.warning() && e.ageS() <= HORIZON_S)
        .forEach(this::event);
  }

  /** The evidence, in no particular order. */
  public List<Evidence> evidence() {
    return evidence;
  }

  private void tell(
      String entity, String object, K8sEventType type, String reason, String message, double age) {
    Instant time = TAKEN.minusMillis((long) (1000 * age));
    K8sEvent event =
        K8sEvent.newBuilder()
            .setEntity(entity)
            .setObject(object)
            .setType(type)
            .setReason(reason)
            .setMessage(message)
            .setFirstSeen(time)
            .setTime(time)
            .setAttributes(Map.of())
            .build();
    evidence.add(new Evidence(Entities.CLUSTER, entity, time, event));
  }

  private void state(String entity, String object, String reason, String message) {
    tell(entity, object, K8sEventType.STATE, reason, message, 0);
  }

  private void node(String[] row) {
    if (row.length > 1 && row[1].contains("NotReady")) {
      downNodes.add(row[0]);
      state(entities.node(row[0]), "Node/" + row[0], "NodeNotReady", row[1]);
    }
  }

  private void unit(Snapshot.Probe probe) {
    if (!probe.unit().isEmpty() && DEAD_UNIT.matcher(probe.result()).matches()) {
      String node = probe.node();
      downNodes.add(node);
      state(entities.node(node), "Node/" + node, "UnitUnhealthy", probe.unit() + " is down");
    }
  }

  private void workload(String[] row) {
    Matcher counts = COUNTS.matcher(row.length > 1 ? row[1] : "");
    if (counts.matches()) {
      int ready = Integer.parseInt(counts.group(1));
      int wanted = Integer.parseInt(counts.group(2));
      String entity = entities.workload(row[0]);
      workloads.add(entity);
      if (wanted == 0) {
        state(entity, "Deployment/" + row[0], "ScaledToZero", "");
      }
      if (ready < Math.max(1, wanted)) {
        ill.add(entity);
      }
    }
  }

  private void pod(String[] row) {
    Matcher ready = COUNTS.matcher(row.length > 3 ? row[1] : "");
    if (!ready.matches()) {
      return;
    }
    String entity = entities.workload(row[0]);
    String object = "Pod/" + row[0];
    boolean runs = row[2].equals("Running") || row[2].equals("Completed");
    boolean well = runs && ready.group(1).equals(ready.group(2));
    if (!well) {
      ill.add(entity);
      String reason = runs ? "NotReady" : row[2].equals("Pending") ? "Unschedulable" : row[2];
      if (!reason.equals("Unschedulable") || !explained(row[0])) {
        state(entity, object, reason, "");
      }
    }
    int restarts = row[3].matches("\\d+.*") ? Integer.parseInt(row[3].replaceAll("\\D.*", "")) : 0;
    Matcher ago = AGO.matcher(String.join(" ", row));
    if (restarts > 0 && (!ago.find() || seconds(ago.group(1)) < RECENT_S)) {
      state(entity, object, restarts >= LOOP && !well ? "CrashLoopBackOff" : "Error", "");
    }
  }

  /** True if an event says why a pod waits. */
  private boolean explained(String pod) {
    return snapshot.events().stream()
        .anyMatch(e -> e.reason().equals("FailedScheduling") && e.object().endsWith("/" + pod));
  }

  private void container(String pod, String text) {
    Matcher reason = REASON.matcher(text);
    if (reason.find()) {
      state(entities.workload(pod), "Pod/" + pod, reason.group(1), "");
    }
  }

  private void quota(String name, String text) {
    Matcher use = USE.matcher(text);
    while (use.find()) {
      if (use.group(2).equals(use.group(3)) && !use.group(2).equals("0")) {
        state(
            entities.namespace(),
            "ResourceQuota/" + name,
            "QuotaUsedUp",
            use.group(1) + " is used up");
      }
    }
  }

  private void endpoints(String[] row) {
    boolean known = workloads.contains(entities.workload(row[0]));
    if (row.length > 1 && row[1].equals("<none>") && known) {
      state(entities.workload(row[0]), "Service/" + row[0], "NoEndpoints", "");
    }
  }

  private void event(Snapshot.Event event) {
    int slash = event.object().indexOf('/');
    String kind = slash < 0 ? "" : event.object().substring(0, slash);
    String name = event.object().substring(slash + 1);
    boolean node = kind.equals("node");
    String entity = node ? entities.node(name) : entities.workload(name);
    boolean well = node ? !downNodes.contains(name) : !ill.contains(entity);
    boolean over = well && (event.ageS() > FRESH_S || !(node || kind.equals("pod")));
    if (!over) {
      String object = (node ? "Node" : kind.equals("pod") ? "Pod" : kind) + "/" + name;
      tell(entity, object, K8sEventType.WARNING, event.reason(), event.message(), event.ageS());
    }
  }

  private static double seconds(String age) {
    double seconds = 0;
    Matcher part = PART.matcher(age);
    while (part.find()) {
      int unit =
          switch (part.group(2)) {
            case "d" -> 86_400;
            case "h" -> 3_600;
            case "m" -> 60;
            default -> 1;
          };
      seconds += Integer.parseInt(part.group(1)) * (double) unit;
    }
    return seconds;
  }
}
