package io.aicloudops.remediator.execute.around;

import io.aicloudops.remediator.execute.edit.Workloads;
import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what the guard has to know of an object's surroundings before anything is written. */
public final class SurroundingsReader {

  /** Label or annotation, and the controller that sets it. */
  private static final Map<String, String> GITOPS_MARKS = new LinkedHashMap<>();

  static {
    GITOPS_MARKS.put("argocd.argoproj.io/tracking-id", "argocd");
    GITOPS_MARKS.put("argocd.argoproj.io/instance", "argocd");
    GITOPS_MARKS.put("kustomize.toolkit.fluxcd.io/name", "flux");
    GITOPS_MARKS.put("helm.toolkit.fluxcd.io/name", "flux");
  }

  /**
   * Actions that are to have more than before. Others need room for a moment only, and a rollback
   * that a full namespace held up would leave what is broken in place.
   */
  private static final Set<ActionKind> NEEDS_MORE =
      EnumSet.of(ActionKind.SCALE, ActionKind.RAISE_MEMORY_LIMIT, ActionKind.RAISE_CPU_LIMIT);

  private final KubernetesClient client;
  private final PodHealth pods;

  /**
   * @param clock for what happened lately
   */
  public SurroundingsReader(KubernetesClient client, Clock clock) {
    this.client = client;
    this.pods = new PodHealth(client, clock);
  }

  /**
   * What stands around an object now; of what makes no pods only who owns it.
   *
   * @param then the object as the server says it would be
   */
  public Surroundings around(ActionKind action, HasMetadata live, HasMetadata then) {
    if (!Workloads.is(live)) {
      return Surroundings.of(manager(live), optedOut(live));
    }
    Optional<PodDisruptionBudget> tightest =
        budgets(live).stream().min(Comparator.comparingInt(SurroundingsReader::allowed));
    return new Surroundings(
        manager(live),
        optedOut(live),
        pods.well(live),
        Workloads.replicas(live),
        Workloads.ready(live),
        away(action, live, then),
        tightest.map(budget -> budget.getMetadata().getName()).orElse(""),
        tightest.map(SurroundingsReader::allowed).orElse(0),
        NEEDS_MORE.contains(action) ? shortage(live, then) : "");
  }

  /** The GitOps controller that owns an object; empty if none does. */
  private static String manager(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return GITOPS_MARKS.entrySet().stream()
        .filter(
            mark ->
                (labels != null && labels.containsKey(mark.getKey()))
                    || (annotations != null && annotations.containsKey(mark.getKey())))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** True if the object says by a label or annotation that it is not to be touched. */
  private static boolean optedOut(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return (labels != null && Boolean.parseBoolean(labels.get(Guard.OPT_OUT)))
        || (annotations != null && Boolean.parseBoolean(annotations.get(Guard.OPT_OUT)));
  }

  private List<PodDisruptionBudget> budgets(HasMetadata live) {
    Map<String, String> labels = Workloads.podLabels(live);
    return client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(live.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(budget -> Selection.selects(budget.getSpec().getSelector(), labels))
        .toList();
  }

  private static int allowed(PodDisruptionBudget budget) {
    Integer allowed =
        budget.getStatus() == null ? null : budget.getStatus().getDisruptionsAllowed();
    return allowed == null ? 0 : allowed;
  }

  private static int away(ActionKind action, HasMetadata live, HasMetadata then) {
    int ready = Workloads.ready(live);
    if (action == ActionKind.SCALE) {
      return Math.min(ready, Math.max(0, Workloads.replicas(live) - Workloads.replicas(then)));
    }
    return Math.min(ready, Workloads.takenAtOnce(live));
  }

  private String shortage(HasMetadata live, HasMetadata then) {
    Map<String, BigDecimal> more = Demand.more(live, then);
    if (more.isEmpty()) {
      return "";
    }
    return client
        .resourceQuotas()
        .inNamespace(live.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .map(quota -> Demand.shortage(quota, more))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }
}
