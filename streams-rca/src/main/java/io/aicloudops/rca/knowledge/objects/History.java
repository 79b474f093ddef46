package io.aicloudops.rca.knowledge.objects;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quotas, and what recent events say; warnings on objects that are well now count little. */
final class History {

  private static final double HORIZON_S = 1200;
  private static final double FRESH_S = 600;
  private static final Pattern USE =
      Pattern.compile("(?m)^(\\S+)\\s+([\\d.]+\\w*)\\s+([\\d.]+\\w*)\\s*$");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "(?i)too many connections|connection limit|read.only|disk full|no space left");
  private static final Pattern NO_CLAIM =
      Pattern.compile("persistentvolumeclaim \"\\S+\" not found");

  private record Reading(FaultKind fault, double weight) {}

  private static final Map<String, Reading> REASONS =
      Map.ofEntries(
          Map.entry("FailedScheduling", new Reading(FaultKind.PENDING_CONSTRAINT, 78)),
          Map.entry("FailedCreate", new Reading(FaultKind.ADMISSION_DENIED, 78)),
          Map.entry("ErrImagePull", new Reading(FaultKind.IMAGE_UNAVAILABLE, 80)),
          Map.entry("Failed", new Reading(FaultKind.IMAGE_UNAVAILABLE, 76)),
          Map.entry("BackOff", new Reading(FaultKind.CRASH_WITHOUT_CHANGE, 72)),
          Map.entry("FailedMount", new Reading(FaultKind.PVC_PENDING, 78)),
          Map.entry("FailedAttachVolume", new Reading(FaultKind.PVC_PENDING, 78)),
          Map.entry("FailedBinding", new Reading(FaultKind.PVC_PENDING, 70)),
          Map.entry("ProvisioningFailed", new Reading(FaultKind.PVC_PENDING, 70)),
          Map.entry("OOMKilling", new Reading(FaultKind.OOM_LIMIT_TOO_LOW, 80)),
          Map.entry("Unhealthy", new Reading(FaultKind.LIVENESS_PROBE_WRONG, 58)),
          Map.entry("FailedCreatePodSandBox", new Reading(FaultKind.NODE_NOT_READY, 60)),
          Map.entry("Evicted", new Reading(FaultKind.EVICTED_PODS_LEFT, 70)),
          Map.entry("FailedPostStartHook", new Reading(FaultKind.WRONG_COMMAND, 45)));

  private final Snapshot snapshot;
  private final Health health;
  private final List<Finding> findings = new ArrayList<>();
  private boolean storageLimited;

  History(Snapshot snapshot, Health health) {
    this.snapshot = snapshot;
    this.health = health;
    snapshot.described("resourcequota", (name, text) -> quota(text));
    snapshot.described("limitrange", (name, text) -> quota(text));
    snapshot.events().stream()
        .filter(e -> e.warning() && e.ageS() <= HORIZON_S)
        .forEach(this::event);
  }

  List<Finding> findings() {
    return findings;
  }

  private void find(String object, FaultKind fault, double weight, String reason) {
    findings.add(new Finding(object, fault, weight, reason));
  }

  private void quota(String text) {
    Matcher use = USE.matcher(text);
    while (use.find()) {
      if (use.group(2).equals(use.group(3)) && !use.group(2).equals("0")) {
        find(snapshot.namespace(), FaultKind.QUOTA_EXHAUSTED, 88, use.group(1) + " is used up");
      } else if (use.group(1).contains("storage")) {
        storageLimited = true;
      }
    }
  }

  private void event(Snapshot.Event event) {
    int slash = event.object().indexOf('/');
    String kind = slash < 0 ? "" : event.object().substring(0, slash);
    String name = event.object().substring(slash + 1);
    String workload = snapshot.workload(name);
    boolean fresh = event.ageS() < FRESH_S;
    if (event.message().contains("exceeded quota")) {
      find(snapshot.namespace(), FaultKind.QUOTA_EXHAUSTED, fresh ? 92 : 40, event.message());
    } else if (storageLimited && NO_CLAIM.matcher(event.message()).find()) {
      find(snapshot.namespace(), FaultKind.QUOTA_EXHAUSTED, 91, event.message());
    } else if (kind.equals("node")) {
      double weight =
          switch (event.reason()) {
            case "NodeNotReady" -> 90;
            case "ContainerGCFailed" -> 66;
            default -> 5;
          };
      find(name, FaultKind.NODE_NOT_READY, weight / (1 + event.ageS() / 120), event.message());
    } else if (fresh && DEPENDENCY.matcher(event.message()).find()) {
      find(workload, FaultKind.DATABASE_TROUBLE, 97, event.message());
    } else {
      Reading reading = REASONS.getOrDefault(event.reason(), new Reading(FaultKind.UNKNOWN, 30));
      double weight = reading.weight;
      boolean gone =
          kind.equals("pod") && health.pods().stream().noneMatch(p -> p.name().equals(name));
      if (!health.ill(workload)) {
        weight = Math.min(0.25 * weight, 18);
      } else if (gone) {
        weight *= 0.5;
      }
      find(workload, reading.fault, weight / (1 + event.ageS() / 3600), event.message());
    }
  }
}
