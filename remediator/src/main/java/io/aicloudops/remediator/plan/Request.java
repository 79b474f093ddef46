package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan that is asked for, whoever asks.
 *
 * @param facts what is known of the fault; of a person's request, its parameters
 * @param known what the topology says of the entity
 * @param why for people, in English; empty if nothing is to be said
 * @param now event time
 */
record Request(
    Origin origin,
    String incidentId,
    EntityId entity,
    FaultKind fault,
    ActionKind action,
    Map<String, String> facts,
    Optional<TopologyEntity> known,
    double confidence,
    String why,
    String whyZh,
    List<String> supporting,
    Instant now) {

  /** The entity's name. */
  String name() {
    return entity.name();
  }

  /** What the topology says of an attribute of the entity; empty if nothing. */
  String attribute(String name) {
    return known.map(k -> k.getAttributes().getOrDefault(name, "")).orElse("");
  }

  /** A fact, or else the attribute of the same name; empty if neither is known. */
  String knownAs(String name) {
    String fact = facts.getOrDefault(name, "");
    return fact.isEmpty() ? attribute(name) : fact;
  }

  /** A plan with the action's own danger. */
  Planning planned(Map<String, String> params, String how, String howZh) {
    return planned(params, how, howZh, Remedy.of(action).danger());
  }

  Planning planned(Map<String, String> params, String how, String howZh, String danger) {
    boolean rolloutOnly = supporting.isEmpty() && Remedy.of(action).proof() == Remedy.Proof.SIGNALS;
    return new Planning.Planned(
        new Plan(
            origin,
            incidentId,
            entity.toString(),
            fault,
            action,
            params,
            why.isEmpty() ? how : how + ": " + why,
            whyZh.isEmpty() ? howZh : howZh + "：" + whyZh,
            danger,
            rolloutOnly ? "the rollout completes within verify-within" : Remedy.of(action).effect(),
            confidence,
            supporting));
  }

  static Planning nothing(String reason) {
    return new Planning.NoAction(reason);
  }
}
