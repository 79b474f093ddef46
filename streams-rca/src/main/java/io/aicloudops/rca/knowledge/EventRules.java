package io.aicloudops.rca.knowledge;

import static io.aicloudops.rca.knowledge.EventRules.Effect.RECOVERY;
import static io.aicloudops.rca.knowledge.EventRules.Effect.SUPPORTS;
import static io.aicloudops.rca.knowledge.EventRules.Effect.TROUBLE;

import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the reasons and messages of Kubernetes' events and states mean, after the reasons that
 * kubelet, scheduler and the controllers give (k8s.io/kubernetes, pkg/kubelet/events and the
 * controllers' own). The first rule that fits decides; what no rule knows means nothing.
 */
public final class EventRules {

  /** What an event does. */
  public enum Effect {
    /** Trouble by itself. */
    TROUBLE,
    /** Happens in normal life too; counts only beside other trouble. */
    SUPPORTS,
    /** What was wrong with the object is over. */
    RECOVERY
  }

  /** An event understood. */
  public record Reading(Effect effect, Meaning meaning) {}

  private record Rule(Pattern reason, Pattern message, Effect effect, Meaning meaning) {}

  /** Exit codes of containers that ended because they were told to: 0, SIGINT, SIGTERM. */
  private static final Set<String> ASKED_TO_STOP = Set.of("0", "130", "143");

  /** What is trouble for whom it befalls, although Kubernetes calls it normal. */
  private static final Set<String> LOUD = Set.of("Preempted", "NodeNotSchedulable");

  /** The node's own words, and those of a problem detector on it: KubeletUnhealthy, … */
  private static final Pattern DOWN = Pattern.compile("NotReady|\\w+Unhealthy");

  private static final List<Rule> RULES =
      List.of(
          rule(
              "Ready|Recovered|Healthy|Available|RolloutComplete|NewReplicaSetAvailable|NodeReady"
                  + "|Deleted|Gone|Succeeded|Completed|NodeHasNoDiskPressure|NodeSchedulable|No.*Pressure",
              "",
              RECOVERY,
              Meaning.OTHER),
          rule("OOMKill(ed|ing)|SystemOOM", "", TROUBLE, Meaning.OUT_OF_MEMORY),
          rule(
              ".*",
              "OOM-?[Kk]illed|[Oo]ut of memory|exit code:? 137",
              TROUBLE,
              Meaning.OUT_OF_MEMORY),
          rule(
              ".*",
              "(?i)too many connections|connection limit|read.only (option|mode|transaction)",
              TROUBLE,
              Meaning.DATABASE),
          rule("QuotaUsedUp", "", TROUBLE, Meaning.QUOTA),
          rule("QuotaFull", "", SUPPORTS, Meaning.QUOTA),
          rule(
              "FailedCreate|Failed.*|Forbidden", "exceeded quota|[Qq]uota", TROUBLE, Meaning.QUOTA),
          rule(
              "ErrImage.*|ImagePull.*|Failed|BackOff|Inspect.*",
              "\\b40[13]\\b|[Uu]nauthorized|authentication required|pull access denied|imagePullSecret",
              TROUBLE,
              Meaning.IMAGE_CREDENTIALS),
          rule("FailedToRetrieveImagePullSecret", "", SUPPORTS, Meaning.IMAGE_CREDENTIALS),
          rule(
              "ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|InspectFailed",
              "",
              TROUBLE,
              Meaning.IMAGE),
          rule(".*", "exec format error", TROUBLE, Meaning.IMAGE),
          rule(
              "Failed|BackOff",
              "[Pp]ull(ing)? image|ErrImagePull|ImagePullBackOff",
              TROUBLE,
              Meaning.IMAGE),
          rule("CreateContainerConfigError", "", TROUBLE, Meaning.CONFIGURATION),
          rule(
              "Failed|FailedMount",
              "(secret|configmap) .*not found|references non-existent",
              TROUBLE,
              Meaning.CONFIGURATION),
          rule(
              "RunContainerError|StartError|ContainerCannotRun|CreateContainerError",
              "",
              TROUBLE,
              Meaning.COMMAND),
          rule(
              ".*",
              "executable file not found|no such file or directory.*exec|exit code:? 12[67]",
              TROUBLE,
              Meaning.COMMAND),
          rule("Init:.*|InitContainer.*", "", TROUBLE, Meaning.INIT),
          rule("CrashLoopBackOff", "", TROUBLE, Meaning.CRASH),
          rule("Error|ContainerDied|Crashed", "", SUPPORTS, Meaning.CRASH),
          rule("BackOff", "", TROUBLE, Meaning.CRASH),
          rule("Unhealthy|ProbeError|ProbeWarning", "[Ll]iveness", SUPPORTS, Meaning.LIVENESS),
          rule("Unhealthy|ProbeError|ProbeWarning", "", SUPPORTS, Meaning.READINESS),
          rule("NotReady|ContainersNotReady", "", SUPPORTS, Meaning.READINESS),
          rule("ProgressDeadlineExceeded", "", TROUBLE, Meaning.STUCK),
          rule("ScaledToZero", "", TROUBLE, Meaning.ZERO),
          rule(
              "FailedScheduling|Unschedulable",
              "nodes? (?:\\S+ )?not found|0/0 nodes",
              TROUBLE,
              Meaning.NO_NODE),
          rule(
              "FailedScheduling|Unschedulable",
              "unbound immediate PersistentVolumeClaims|persistentvolumeclaim",
              TROUBLE,
              Meaning.CLAIM),
          rule(
              "FailedScheduling|Unschedulable",
              "Insufficient|Too many pods",
              TROUBLE,
              Meaning.NO_RESOURCES),
          rule("FailedScheduling|Unschedulable", "", TROUBLE, Meaning.CONSTRAINT),
          rule("Preempted|Preempting", "", TROUBLE, Meaning.PREEMPTION),
          rule(".*", "User \".+\" cannot \\w+ resource", TROUBLE, Meaning.RBAC),
          rule(
              "FailedCreate|Failed.*",
              "admission webhook|violates PodSecurity|LimitRange|maximum .* usage per|denied",
              TROUBLE,
              Meaning.DENIED),
          rule("FailedCreate|ReplicaFailure", "forbidden", TROUBLE, Meaning.DENIED),
          rule("ScalingLimited|TooManyReplicas", "", SUPPORTS, Meaning.AUTOSCALER_LIMIT),
          rule(
              "FailedGetResourceMetric|FailedComputeMetricsReplicas|FailedGet.*Metric",
              "",
              SUPPORTS,
              Meaning.AUTOSCALER_BLIND),
          rule("EvictionBlocked", "", TROUBLE, Meaning.DISRUPTION_BUDGET),
          rule("DisruptionBudget.*", "", SUPPORTS, Meaning.DISRUPTION_BUDGET),
          rule(
              "BackoffLimitExceeded|DeadlineExceeded|MissSchedule|FailedJob",
              "",
              TROUBLE,
              Meaning.JOB),
          rule("Evicted|EvictionThresholdMet", "", TROUBLE, Meaning.EVICTED),
          rule(
              "DiskPressure|NodeHasDiskPressure|FreeDiskSpaceFailed",
              "",
              TROUBLE,
              Meaning.DISK_PRESSURE),
          // The kubelet's own copy lags behind for a moment; it tries again.
          rule(
              "FailedMount",
              "failed to sync (configmap|secret) cache|not registered",
              SUPPORTS,
              Meaning.OTHER),
          rule(
              "ProvisioningFailed|FailedBinding|FailedMount|FailedAttachVolume|ClaimLost",
              "",
              TROUBLE,
              Meaning.CLAIM),
          rule("ClaimPending", "", SUPPORTS, Meaning.CLAIM),
          rule(".*", "[Nn]o space left on device", TROUBLE, Meaning.VOLUME_FULL),
          rule("Unavailable", "", TROUBLE, Meaning.AVAILABILITY),
          rule("MemoryPressure|PIDPressure", "", SUPPORTS, Meaning.OTHER),
          rule(
              "NodeNotReady|NodeStatusUnknown|NodeUnreachable|NetworkUnavailable",
              "",
              TROUBLE,
              Meaning.NODE_DOWN),
          rule(
              "KernelDeadlock|KernelOops|ReadonlyFilesystem|FrequentKubeletRestart|TaskHung",
              "",
              TROUBLE,
              Meaning.KERNEL),
          rule("NodeNotSchedulable", "", SUPPORTS, Meaning.CORDONED),
          rule("NoEndpoints|ServiceWithoutEndpoints", "", TROUBLE, Meaning.NO_ENDPOINTS),
          rule("Sync|Translate|BackendNotFound|RouteBroken", "not found", TROUBLE, Meaning.ROUTE),
          rule("DNSConfigForming|DNSFailure", "", SUPPORTS, Meaning.DNS),
          rule("CertificateExpir.*|CertExpir.*", "", TROUBLE, Meaning.CERTIFICATE),
          rule("ContainerGCFailed|ImageGCFailed", "rpc error", SUPPORTS, Meaning.NODE_DOWN),
          rule("FailedCreatePodSandBox", "", SUPPORTS, Meaning.OTHER));

  private EventRules() {}

  private static Rule rule(String reason, String message, Effect effect, Meaning meaning) {
    return new Rule(Pattern.compile(reason), Pattern.compile(message), effect, meaning);
  }

  /** What the event means; empty if it is part of normal life. */
  public static Optional<Reading> read(K8sEvent event) {
    boolean node = event.getObject().startsWith("Node/");
    if (node && DOWN.matcher(event.getReason()).matches()) {
      return Optional.of(new Reading(TROUBLE, Meaning.NODE_DOWN));
    }
    if (!node && event.getReason().equals("NodeNotReady")) {
      return Optional.of(new Reading(SUPPORTS, Meaning.OTHER));
    }
    String exit = event.getAttributes().getOrDefault("exitCode", "");
    if (event.getReason().equals("Error") && ASKED_TO_STOP.contains(exit)) {
      return Optional.empty();
    }
    for (Rule rule : RULES) {
      boolean quiet = event.getType() == K8sEventType.NORMAL && !LOUD.contains(event.getReason());
      if (quiet && rule.effect != RECOVERY) {
        continue;
      }
      if (rule.reason.matcher(event.getReason()).matches() && fits(rule.message, event)) {
        return Optional.of(new Reading(rule.effect, rule.meaning));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(Pattern message, K8sEvent event) {
    return message.pattern().isEmpty() || message.matcher(event.getMessage()).find();
  }
}
