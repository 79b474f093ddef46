package io.aicloudops.rca.correlate;

/**
 * What the fold goes by; all times in milliseconds of event time.
 *
 * @param graceMs evidence is put into the order of its times if it comes this much late
 * @param windowMs trouble that begins this close together may belong together
 * @param lookbackMs changes this long before the trouble are suspects
 * @param confirmMs a single slow or full signal opens an incident only after this
 * @param settleMs the same right after a rollout or while traffic rises
 * @param holdMs an incident resolves this long after its last trouble ended
 * @param reopenMs the same trouble within this after the end reopens it
 * @param eventHoldMs a Kubernetes event that is not repeated is over after this
 * @param staleMs an anomaly nobody speaks of any more is over after this
 * @param alertStaleMs the same for an alert, which its sender repeats only every few hours
 * @param maxEvidence pieces of evidence an incident keeps
 * @param maxTimeline entries a timeline keeps
 * @param maxPending facts that wait for an incident, in a cluster
 * @param maxTaught words of feedback that are kept, in a cluster
 */
public record FoldRules(
    long graceMs,
    long windowMs,
    long lookbackMs,
    long confirmMs,
    long settleMs,
    long holdMs,
    long reopenMs,
    long eventHoldMs,
    long staleMs,
    long alertStaleMs,
    int maxEvidence,
    int maxTimeline,
    int maxPending,
    int maxTaught) {

  /** What the product ships with. */
  public static final FoldRules DEFAULT =
      new FoldRules(
          1_000,
          300_000,
          1_800_000,
          10_000,
          15_000,
          30_000,
          300_000,
          360_000,
          3_600_000,
          18_000_000,
          80,
          100,
          2_000,
          500);
}
