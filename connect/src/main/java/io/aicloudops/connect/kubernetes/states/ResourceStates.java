package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Transitions of quotas and volume claims. A full quota harms nobody until something is refused,
 * and a claim may wait for its first pod: both only support what else is seen.
 */
public final class ResourceStates {

  private static final String OVER = "Recovered";

  private final StateEvents events;
  private final Owners owners;

  /** Tells the findings of transitions. */
  public ResourceStates(Owners owners, Findings findings, Clock clock) {
    this.events = new StateEvents(owners, findings, clock);
    this.owners = owners;
  }

  /**
   * A quota is so now; told of its namespace, whose trouble it is.
   *
   * @param before null if it was not known
   */
  public void seen(@Nullable ResourceQuota before, ResourceQuota now) {
    SortedMap<String, String> was = before == null ? new TreeMap<>() : full(before);
    SortedMap<String, String> is = full(now);
    if (!was.keySet().containsAll(is.keySet())) {
      tell(now, "QuotaFull", String.join(", ", is.values()));
    } else if (is.isEmpty() && !was.isEmpty()) {
      tell(now, OVER, "there is room again");
    }
  }

  /** A quota is no more. */
  public void gone(ResourceQuota last) {
    if (!full(last).isEmpty()) {
      tell(last, OVER, "the quota was deleted");
    }
  }

  private void tell(ResourceQuota quota, String reason, String message) {
    String namespace = quota.getMetadata().getNamespace();
    Map<String, String> attributes = Map.of("quota", quota.getMetadata().getName());
    events.tell(
        owners.entity(namespace, "Namespace", namespace), quota, reason, message, null, attributes);
  }

  /** What is used up, by resource, in words. A limit of zero forbids, it does not run out. */
  private static SortedMap<String, String> full(ResourceQuota quota) {
    SortedMap<String, String> full = new TreeMap<>();
    var status = quota.getStatus();
    if (status == null || status.getHard() == null || status.getUsed() == null) {
      return full;
    }
    status
        .getHard()
        .forEach(
            (resource, hard) -> {
              Quantity used = status.getUsed().get(resource);
              BigDecimal limit = Quantity.getAmountInBytes(hard);
              if (used != null
                  && limit.signum() > 0
                  && Quantity.getAmountInBytes(used).compareTo(limit) >= 0) {
                full.put(resource, resource + " " + used + " of " + hard);
              }
            });
    return full;
  }

  /** A claim is so now; see above. */
  public void seen(@Nullable PersistentVolumeClaim before, PersistentVolumeClaim now) {
    String was = before == null ? "" : phase(before);
    String is = phase(now);
    if (is.equals(was)) {
      return;
    }
    switch (is) {
      case "Pending" -> events.tell(now, "ClaimPending", "has no volume yet", null, Map.of());
      case "Lost" -> events.tell(now, "ClaimLost", "its volume is gone", null, Map.of());
      case "Bound" -> {
        if (!was.isEmpty()) {
          events.tell(now, OVER, "has a volume", null, Map.of());
        }
      }
      default -> {
        // A phase that says nothing yet.
      }
    }
  }

  /** A claim is no more. */
  public void gone(PersistentVolumeClaim last) {
    if (!phase(last).equals("Bound")) {
      events.tell(last, OVER, "the claim was deleted", null, Map.of());
    }
  }

  private static String phase(PersistentVolumeClaim claim) {
    return claim.getStatus() == null
        ? ""
        : Objects.requireNonNullElse(claim.getStatus().getPhase(), "");
  }
}
