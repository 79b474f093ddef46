package io.aicloudops.rca.knowledge.objects;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nodes, workloads and pods as they are: what does not run, and why. */
final class Health {

  /**
   * A pod.
   *
   * @param restarted seconds since it was last started again; infinite if it never was
   */
  record Pod(String name, String workload, double restarted) {}

  private static final Pattern CANNOT_START =
      Pattern.compile(
          "ImagePull|ErrImage|CrashLoop|CreateContainer|InvalidImage|OOMKilled|Error|RunContainer");
  private static final Pattern AGO = Pattern.compile("\\((\\S+) ago\\)");
  private static final Pattern PART = Pattern.compile("(\\d+)([dhms])");
  private static final Pattern DEAD_UNIT =
      Pattern.compile("(inactive|failed|deactivating|dead).*", Pattern.DOTALL);
  private static final Pattern REFUSED =
      Pattern.compile(
          "Reason:\\s+(CreateContainerConfigError|CreateContainerError|RunContainerError|InvalidImageName)");
  private static final Pattern KILLED = Pattern.compile("Reason:\\s+OOMKilled");
  private static final double RECENT_S = 600;

  private final Snapshot snapshot;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> workloads = new TreeSet<>();
  private final Set<String> stateful = new TreeSet<>();
  private final Set<String> ill = new TreeSet<>();
  private final List<Pod> pods = new ArrayList<>();

  Health(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (String[] row : snapshot.table("get nodes")) {
      if (row.length > 1 && row[1].contains("NotReady")) {
        find(row[0], FaultKind.NODE_NOT_READY, 95, row[1]);
      }
    }
    for (Snapshot.Probe probe : snapshot.probes()) {
      if (!probe.unit().isEmpty() && DEAD_UNIT.matcher(probe.result()).matches()) {
        find(probe.node(), FaultKind.NODE_NOT_READY, 100, probe.unit() + " is down");
      }
    }
    snapshot.table("get deployments").forEach(this::workload);
    snapshot
        .table("get statefulsets")
        .forEach(
            row -> {
              stateful.add(row[0]);
              workload(row);
            });
    snapshot.table("get pods").forEach(this::pod);
    snapshot.described("pod", this::container);
  }

  private void find(String object, FaultKind fault, double weight, String reason) {
    findings.add(new Finding(object, fault, weight, reason));
  }

  private void workload(String[] row) {
    if (row.length > 1 && row[1].matches("\\d+/\\d+")) {
      int slash = row[1].indexOf('/');
      int ready = Integer.parseInt(row[1].substring(0, slash));
      int wanted = Integer.parseInt(row[1].substring(slash + 1));
      workloads.add(row[0]);
      if (wanted == 0) {
        find(row[0], FaultKind.SCALED_TO_ZERO, 85, "no replicas are wanted");
      }
      if (ready < Math.max(1, wanted)) {
        ill.add(row[0]);
      }
    }
  }

  private void pod(String[] row) {
    if (row.length < 4 || !row[1].matches("\\d+/\\d+")) {
      return;
    }
    String workload = snapshot.workload(row[0]);
    int restarts = row[3].matches("\\d+.*") ? Integer.parseInt(row[3].replaceAll("\\D.*", "")) : 0;
    Matcher ago = AGO.matcher(String.join(" ", row));
    double since = ago.find() ? seconds(ago.group(1)) : restarts > 0 ? 0 : Double.POSITIVE_INFINITY;
    pods.add(new Pod(row[0], workload, since));
    String[] ready = row[1].split("/", 2);
    boolean runs = row[2].equals("Running") || row[2].equals("Completed");
    if (!runs || !ready[0].equals(ready[1])) {
      ill.add(workload);
      status(workload, row[2], runs);
    }
    if (restarts > 0 && since < RECENT_S) {
      double weight = Math.min(60, 20 + 8 * restarts);
      find(workload, FaultKind.CRASH_WITHOUT_CHANGE, weight, restarts + " restarts");
    }
  }

  private void status(String workload, String status, boolean runs) {
    if (CANNOT_START.matcher(status).find()) {
      boolean image = status.contains("Image");
      FaultKind fault = image ? FaultKind.IMAGE_UNAVAILABLE : FaultKind.CRASH_WITHOUT_CHANGE;
      find(workload, fault, 80, "pod is " + status);
    } else if (status.equals("Pending")) {
      find(workload, FaultKind.PENDING_CONSTRAINT, 75, "pod is pending");
    } else if (!runs) {
      find(workload, FaultKind.UNKNOWN, 70, "pod is " + status);
    } else {
      find(workload, FaultKind.READINESS_PROBE_WRONG, 62, "pod is not ready");
    }
  }

  private void container(String pod, String text) {
    String workload = snapshot.workload(pod);
    if (KILLED.matcher(text).find()) {
      find(workload, FaultKind.OOM_LIMIT_TOO_LOW, 83, "out of memory");
    }
    Matcher refused = REFUSED.matcher(text);
    if (refused.find()) {
      find(workload, FaultKind.CRASH_AFTER_CONFIG_CHANGE, 82, refused.group(1));
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

  List<Finding> findings() {
    return findings;
  }

  /** Deployments and stateful sets. */
  Set<String> workloads() {
    return workloads;
  }

  Set<String> stateful() {
    return stateful;
  }

  /** True if the workload lacks pods, or one of its pods does not run well. */
  boolean ill(String workload) {
    return ill.contains(workload);
  }

  boolean anyWorkloadIll() {
    return workloads.stream().anyMatch(ill::contains);
  }

  List<Pod> pods() {
    return pods;
  }
}
