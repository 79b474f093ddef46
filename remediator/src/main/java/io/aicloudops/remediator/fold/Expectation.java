package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.remediator.plan.Remedy;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.identity.EntityId;
import java.util.List;
import java.util.stream.Collectors;

/** What should be seen of an action, and by when: said before it runs, to who has to approve it. */
final class Expectation {

  /** More names than this say no more to a reader. */
  private static final int MOST_NAMED = 5;

  private Expectation() {}

  /**
   * A plan whose expectation names the time, and each signal that its verification waits for.
   *
   * @param evidence of the incident it would mend; empty if none asked for it
   */
  static Plan spelledOut(Plan plan, List<EvidenceRef> evidence, FoldSettings settings) {
    String within = Progress.text(settings.verifyWithin());
    return plan.expecting(
        plan.expectation().replace("verify-within", within) + awaited(plan, evidence));
  }

  private static String awaited(Plan plan, List<EvidenceRef> evidence) {
    if (Remedy.of(plan.action()).proof() != Remedy.Proof.SIGNALS) {
      return "";
    }
    List<String> names =
        Recovery.awaited(evidence, plan.supporting(), plan.entity(), plan.action())
            .map(e -> e.getWhat() + " (" + nameOf(e.getEntity()) + ")")
            .distinct()
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    String more = names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "";
    return names.stream()
        .limit(MOST_NAMED)
        .collect(Collectors.joining(", ", "; quiet by then: ", more));
  }

  private static String nameOf(String entity) {
    return EntityId.tryParse(entity).map(EntityId::name).orElse(entity);
  }
}
