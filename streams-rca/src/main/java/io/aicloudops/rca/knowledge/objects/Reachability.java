package io.aicloudops.rca.knowledge.objects;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who cannot be reached: endpoints, probes, failing entries, and what logs say of others. */
final class Reachability {

  private static final Pattern UNREACHED = Pattern.compile("deployed on (\\S+): Connection Failed");
  private static final Pattern SERVER_ERROR = Pattern.compile("\\b500\\b");
  private static final Pattern BLAMED =
      Pattern.compile(
          "(?i)(?:lookup|resolve|resolution failed for|unknown host|UnknownHostException:?"
              + "|connect to|dial tcp:? )\\s*\"?([a-z][\\w-]+)");
  private static final Pattern OWN =
      Pattern.compile(
          "(?i)access denied|authentication fail|unknownhost|communications link failure"
              + "|connection refused|bind.*in use|Port .* in use|no such host");
  private static final double JUST_RESTARTED_S = 900;

  private final Snapshot snapshot;
  private final Health health;
  private final List<Finding> findings = new ArrayList<>();

  Reachability(Snapshot snapshot, Health health) {
    this.snapshot = snapshot;
    this.health = health;
    endpoints();
    snapshot.probes().forEach(this::probe);
    snapshot.alerts().forEach(this::alert);
    sharedStore();
    logs();
  }

  List<Finding> findings() {
    return findings;
  }

  private void find(String object, FaultKind fault, double weight, String reason) {
    findings.add(new Finding(object, fault, weight, reason));
  }

  private void endpoints() {
    for (String[] row : snapshot.table("get endpoints")) {
      boolean known = health.workloads().contains(row[0]) || snapshot.nodes().contains(row[0]);
      if (row.length > 1 && row[1].equals("<none>") && known) {
        find(row[0], FaultKind.SERVICE_WITHOUT_ENDPOINTS, 55, "no endpoints");
      }
    }
  }

  private void probe(Snapshot.Probe probe) {
    if (probe.service().isEmpty()) {
      return;
    }
    String result = probe.result().toLowerCase(Locale.ROOT);
    if (!result.contains("open") && !result.contains("succe")) {
      find(probe.service(), FaultKind.SERVICE_WITHOUT_ENDPOINTS, 52, "cannot be connected to");
    } else if (result.contains("failed")) {
      find(probe.service(), FaultKind.UNKNOWN, 40, "cannot be connected to from some nodes");
      Matcher node = UNREACHED.matcher(probe.result());
      while (node.find()) {
        find(node.group(1), FaultKind.NODE_NOT_READY, 45, "connections from here fail");
      }
    }
  }

  private void alert(Snapshot.Alert alert) {
    if (!alert.evidence().isEmpty() || alert.service().isEmpty()) {
      return;
    }
    boolean misrouted = alert.error().contains("404");
    double weight = 30 + 5 * Math.log1p(alert.count()) + (alert.error().contains("503") ? 8 : 0);
    find(
        alert.service(),
        misrouted ? FaultKind.ROUTE_BROKEN : FaultKind.ERROR_BURST,
        misrouted ? 64 : Math.min(weight, 49),
        "alert: " + alert.error());
  }

  /** Writes fail in several places, every workload is well, and a store has just been restarted. */
  private void sharedStore() {
    Set<String> failing = new HashSet<>();
    for (Snapshot.Alert alert : snapshot.alerts()) {
      boolean write = !alert.method().isEmpty() && !alert.method().equals("GET");
      if (write && alert.count() >= 3 && SERVER_ERROR.matcher(alert.error()).find()) {
        failing.add(alert.service());
      }
    }
    if (failing.size() < 2 || health.anyWorkloadIll()) {
      return;
    }
    for (String store : health.stateful()) {
      boolean restarted =
          health.pods().stream()
              .anyMatch(p -> p.workload().equals(store) && p.restarted() < JUST_RESTARTED_S);
      if (restarted) {
        find(
            store,
            FaultKind.DATABASE_TROUBLE,
            60,
            "writes fail at " + failing.size() + " services");
      }
    }
  }

  private void logs() {
    Set<String> known = snapshot.known();
    known.addAll(health.workloads());
    Map<String, Integer> blamed = new TreeMap<>();
    snapshot
        .errors()
        .forEach(
            (writer, lines) -> {
              int dot = writer.indexOf('.');
              String service = dot < 0 ? writer : writer.substring(0, dot);
              int own = 0;
              for (String line : lines) {
                Matcher other = BLAMED.matcher(line);
                while (other.find()) {
                  if (known.contains(other.group(1)) && !other.group(1).equals(service)) {
                    blamed.merge(other.group(1), 1, Integer::sum);
                  }
                }
                own += OWN.matcher(line).find() ? 1 : 0;
              }
              if (own > 0) {
                double weight = 10 + 2 * Math.log1p(own);
                find(service, FaultKind.UNKNOWN, weight, "connections fail, says its log");
              }
            });
    blamed.forEach(
        (service, times) ->
            find(
                service,
                FaultKind.SERVICE_WITHOUT_ENDPOINTS,
                20 + 3 * Math.log1p(times),
                "logs of others name it"));
  }
}
