package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;

/**
 * What is known of an action, whatever it is used for.
 *
 * @param precondition what has to hold before it
 * @param effect what should be seen, and by when
 * @param undo how it is taken back; "none" if it cannot be
 * @param danger what may go wrong
 * @param proof what shows that it worked
 */
public record Remedy(String precondition, String effect, String undo, String danger, Proof proof) {

  /** What shows that an action worked. */
  public enum Proof {
    /** The signals that opened the incident recover. */
    SIGNALS,
    /**
     * The state that it brings about, alone: it holds trouble in, and the signals of the incident
     * may go on.
     */
    STATE,
    /** Nothing has to: it holds for a while and is taken back by itself. */
    TIME
  }

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
              Proof.SIGNALS);
      case ROLLBACK ->
          new Remedy(
              "an older ReplicaSet of the deployment that differs is kept",
              ROLLED_OUT,
              "the revision it had before",
              "a schema migration that went with the rollout is not undone",
              Proof.SIGNALS);
      case SCALE ->
          new Remedy(
              "no autoscaler sets the replicas; the quota has room; within floor and ceiling",
              "the rollout completes and the harm ends within verify-within",
              "the replicas it had before, unless the load still asks for them",
              "cost; a dependency may be the true limit; head-room before a peak",
              Proof.SIGNALS);
      case RAISE_MEMORY_LIMIT ->
          new Remedy(
              "the container has a limit below the ceiling; the quota has room",
              ROLLED_OUT,
              "the limit it had before",
              "quota and node memory; a leak would only be hidden",
              Proof.SIGNALS);
      case DELETE_POD ->
          new Remedy(
              "the pod is still the one of that uid; disruption budgets allow it",
              "another pod takes its place and the incident's signals recover within verify-within",
              "none",
              "what only this pod holds is lost; quorum",
              Proof.SIGNALS);
      case DELETE_EVICTED_PODS ->
          new Remedy(
              "the pods failed with the reason Evicted and nothing of them runs",
              "the pods are gone",
              "none",
              "the record of why they were evicted goes with them",
              Proof.STATE);
      case CORDON ->
          new Remedy(
              "the node takes pods",
              "no new pod is put on the node",
              "uncordon",
              "less room for all others",
              Proof.STATE);
      case UNCORDON ->
          new Remedy(
              "the node is cordoned",
              "pods may be put on the node",
              "cordon",
              "somebody may have cordoned it on purpose",
              Proof.STATE);
      case RESUME_ROLLOUT ->
          new Remedy(
              "the deployment's rollout is paused",
              ROLLED_OUT,
              "paused again",
              "what was held back on purpose goes out",
              Proof.SIGNALS);
      case RAISE_CPU_LIMIT ->
          new Remedy(
              "the container has a CPU limit below the ceiling; the quota has room",
              ROLLED_OUT,
              "the limit it had before",
              "the node may be overcommitted; neighbours get less",
              Proof.SIGNALS);
      case LOWER_REQUEST ->
          new Remedy(
              "a smaller request is known to do: the former one, or what was measured",
              ROLLED_OUT,
              "the request it had before",
              "under pressure the pod is throttled or evicted sooner",
              Proof.SIGNALS);
      case CLEAR_NODE_NAME ->
          new Remedy(
              "the template names a node that does not exist",
              ROLLED_OUT,
              "the name it had before",
              "the pods may run where they were kept from",
              Proof.SIGNALS);
      case RAISE_AUTOSCALER_MAXIMUM ->
          new Remedy(
              "the autoscaler's maximum is below the ceiling",
              "more replicas come and the incident's signals recover within verify-within",
              "the maximum it had before",
              "cost; a database behind may be the true limit",
              Proof.SIGNALS);
      case RESTORE_FORMER_VALUE ->
          new Remedy(
              "the change record has each former value, and the object still has the later ones;"
                  + " never a secret",
              "the incident's signals recover within verify-within",
              "the values it had before",
              "what the change was meant for ends; a restored policy may open the network",
              Proof.SIGNALS);
      case MEND_SELECTOR ->
          new Remedy(
              "the selector matches no pod, and those of one workload of the name it would match",
              "the service has endpoints and the incident's signals recover within verify-within",
              "the selector it had before",
              "traffic to the wrong pods",
              Proof.SIGNALS);
      case SUSPEND_CRON_JOB ->
          new Remedy(
              "the cron job is not suspended",
              "no new job is started",
              "resumed",
              "what it does is not done until it is resumed",
              Proof.STATE);
      case RETRY_JOB ->
          new Remedy(
              "the job failed, is marked aiops.io/idempotent and was not retried before",
              "the job succeeds within verify-within",
              "none",
              "what a job does twice may not be meant twice",
              Proof.STATE);
      case EXPAND_VOLUME ->
          new Remedy(
              "the claim is bound, its storage class allows it, below the ceiling",
              "the volume has the new size within verify-within",
              "none",
              "cannot be undone; cost",
              Proof.STATE);
      case DRAIN ->
          new Remedy(
              "the node is cordoned, a controller brings each pod back, the others have room,"
                  + " no more than a third of them is down",
              "no pod but daemons is left on the node; if its kubelet does not answer, others run in"
                  + " the place of those left",
              "none",
              "mass eviction; what lies in emptyDir volumes is lost",
              Proof.STATE);
      case LOOSEN_DISRUPTION_BUDGET ->
          new Remedy(
              "the budget allows no disruption",
              "one pod at a time may be disrupted for verify-within",
              "by itself after verify-within",
              "less availability while it holds",
              Proof.TIME);
      case NONE, UNKNOWN -> new Remedy("", "a person decides", "", "", Proof.SIGNALS);
    };
  }
}
