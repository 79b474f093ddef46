package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;

/**
 * What is known of an action, whatever it is used for.
 *
 * @param precondition what has to hold before it
 * @param effect what should be seen, and by when
 * @param undo how it is taken back; "none" if it cannot be
 * @param danger what may go wrong
 * @param byState true if it is verified by the state it brings about alone: it holds trouble in,
 *     and the signals of the incident may go on
 */
public record Remedy(
    String precondition, String effect, String undo, String danger, boolean byState) {

  private static final String ROLLED_OUT =
      "the rollout completes and the incident's signals recover within verify-within";

  /** The remedy of an action. */
  public static Remedy of(ActionKind action) {
    return switch (action) {
      case RESTART ->
          new Remedy(
              "enough pods stay ready",
              ROLLED_OUT,
              "none",
              "a restart hides the evidence of a fault in the process",
              false);
      case ROLLBACK ->
          new Remedy(
              "an older ReplicaSet of the deployment that differs is kept",
              ROLLED_OUT,
              "the revision it had before",
              "a schema migration that went with the rollout is not undone",
              false);
      case SCALE ->
          new Remedy(
              "no autoscaler sets the replicas; the quota has room; within floor and ceiling",
              "the rollout completes and the harm ends within verify-within",
              "the replicas it had before, unless the load still asks for them",
              "cost; a dependency may be the true limit; head-room before a peak",
              false);
      case RAISE_MEMORY_LIMIT ->
          new Remedy(
              "the container has a limit below the ceiling; the quota has room",
              ROLLED_OUT,
              "the limit it had before",
              "quota and node memory; a leak would only be hidden",
              false);
      case DELETE_POD ->
          new Remedy(
              "the pod is still the one of that uid; disruption budgets allow it",
              "another pod takes its place and the incident's signals recover within verify-within",
              "none",
              "what only this pod holds is lost; quorum",
              false);
      case DELETE_EVICTED_PODS ->
          new Remedy(
              "the pods failed with the reason Evicted and nothing of them runs",
              "the pods are gone",
              "none",
              "the record of why they were evicted goes with them",
              true);
      case CORDON ->
          new Remedy(
              "the node takes pods",
              "no new pod is put on the node",
              "uncordon",
              "less room for all others",
              true);
      case UNCORDON ->
          new Remedy(
              "the node is cordoned",
              "pods may be put on the node",
              "cordon",
              "somebody may have cordoned it on purpose",
              true);
      case RESUME_ROLLOUT ->
          new Remedy(
              "the deployment's rollout is paused",
              ROLLED_OUT,
              "paused again",
              "what was held back on purpose goes out",
              false);
      case NONE, UNKNOWN -> new Remedy("", "a person decides", "", "", false);
    };
  }
}
