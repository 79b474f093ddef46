package io.aicloudops.connect.kubernetes.changes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.Policies;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of policies, routes, quotas and budgets: each is a change of the object itself. What is
 * new or gone has no former values, so that nobody takes half of it back; the summary says it.
 */
public final class PolicyChanges {

  private final Owners owners;
  private final Findings findings;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();

  /** Tells the findings of changes. */
  public PolicyChanges(Owners owners, Findings findings, Clock clock) {
    this.owners = owners;
    this.findings = findings;
    this.clock = clock;
  }

  /** An object was created while we watched. */
  public void created(HasMetadata object) {
    if (policy(object)) {
      Difference spec = Difference.between(Map.of(), spec(object));
      String summary = object.getKind() + " is new: " + spec.sentence();
      tell(object, "created", ChangeKind.POLICY, summary, Authors.of(object, object), null);
    }
  }

  /** An object is different, maybe only in its status. */
  public void updated(HasMetadata before, HasMetadata now) {
    if (policy(now)) {
      Difference difference = Difference.between(spec(before), spec(now));
      if (!difference.isEmpty()) {
        String summary = now.getKind() + ": " + difference.sentence();
        String version = now.getMetadata().getResourceVersion();
        tell(now, version, ChangeKind.POLICY, summary, Authors.of(before, now), difference);
      }
    }
  }

  /** An object was deleted while we watched. */
  public void deleted(HasMetadata last) {
    boolean support =
        last instanceof Service
            || last instanceof ConfigMap
            || last instanceof HorizontalPodAutoscaler;
    if (support || policy(last)) {
      ChangeKind kind = last instanceof ConfigMap ? ChangeKind.CONFIG : ChangeKind.POLICY;
      tell(last, "deleted", kind, last.getKind() + " was deleted", "", null);
    }
  }

  private static boolean policy(HasMetadata object) {
    return Policies.barrier(object)
        || Policies.route(object)
        || object instanceof ResourceQuota
        || object instanceof PodDisruptionBudget;
  }

  private Map<String, String> spec(HasMetadata object) {
    return Flat.of(json.valueToTree(object).path("spec"));
  }

  private void tell(
      HasMetadata object,
      String what,
      ChangeKind kind,
      String summary,
      String author,
      @Nullable Difference difference) {
    String uid =
        Optional.ofNullable(object.getMetadata().getUid())
            .orElseGet(() -> owners.of(object).toString());
    findings.change(
        Change.newBuilder()
            .setId(uid + "-" + what)
            .setEntity(owners.of(object).toString())
            .setKind(kind)
            .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .setSummary(summary)
            .setAuthor(author)
            .setSource("kubernetes")
            .setBefore(difference == null ? Map.of() : difference.before())
            .setAfter(difference == null ? Map.of() : difference.after())
            .build());
  }
}
