package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fault an entity may have.
 *
 * @param fault a row of the catalogue
 * @param entity the entity held responsible
 * @param score how well the entity's own facts fit, in [0,1], before other entities were looked at
 * @param symptom true if trouble elsewhere would look the same from here
 * @param supporting ids of facts that speak for it
 * @param against ids of facts that speak against it
 * @param changeId the change that brought it about; empty if none did
 * @param member the pod at fault; empty if the whole entity is
 * @param facts what a planner needs
 */
public record Hypothesis(
    FaultKind fault,
    String entity,
    double score,
    boolean symptom,
    List<String> supporting,
    List<String> against,
    String changeId,
    String member,
    SortedMap<String, String> facts) {

  public Hypothesis {
    supporting = List.copyOf(supporting);
    against = List.copyOf(against);
    facts = new TreeMap<>(facts);
  }

  /** That something is wrong with an entity, and nothing tells what. */
  public static Hypothesis unknown(String entity) {
    return new Hypothesis(
        FaultKind.UNKNOWN, entity, 0, true, List.of(), List.of(), "", "", new TreeMap<>());
  }

  /**
   * True for what could come from below: connections pile up too when a store gets slow, and pods
   * wait for their claim.
   */
  public boolean yields() {
    return symptom
        || fault == FaultKind.CONNECTION_POOL_EXHAUSTED
        || fault == FaultKind.PVC_PENDING;
  }

  /** The better one of two about the same entity and fault, with what speaks for either. */
  public Hypothesis or(Hypothesis other) {
    if (other.score > score) {
      return other.or(this);
    }
    List<String> both = new ArrayList<>(supporting);
    other.supporting.stream().filter(id -> !both.contains(id)).forEach(both::add);
    return new Hypothesis(fault, entity, score, symptom, both, against, changeId, member, facts);
  }

  /** The same with another score. */
  public Hypothesis scored(double other) {
    return new Hypothesis(
        fault, entity, other, symptom, supporting, against, changeId, member, facts);
  }

  /** The same with more that speaks against it. */
  public Hypothesis against(List<String> more) {
    List<String> all = new ArrayList<>(against);
    more.stream().filter(id -> !all.contains(id)).forEach(all::add);
    return new Hypothesis(fault, entity, score, symptom, supporting, all, changeId, member, facts);
  }
}
