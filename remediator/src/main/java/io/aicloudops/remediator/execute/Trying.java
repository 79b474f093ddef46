package io.aicloudops.remediator.execute;

import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of an intent on its cluster; knows deadlines, keeps nothing. */
public final class Trying {

  private static final Logger LOG = LoggerFactory.getLogger(Trying.class);

  private final Map<String, ? extends Cluster> clusters;
  private final Clock clock;

  /**
   * @param clusters by name; intents for other clusters are refused
   */
  public Trying(Map<String, ? extends Cluster> clusters, Clock clock) {
    this.clusters = Map.copyOf(clusters);
    this.clock = clock;
  }

  /**
   * Tries once; blocks until the cluster answers.
   *
   * @return {@code PENDING} or {@code FAILED} may be tried again until the deadline
   */
  public Attempt once(Intent intent) {
    return switch (intent.getKind()) {
      case WAIT -> over(intent) ? Attempt.done("the time is over") : Attempt.pending("waits");
      case UNKNOWN -> Attempt.refused("not a kind of intent that is known here");
      default -> onCluster(intent);
    };
  }

  private Attempt onCluster(Intent intent) {
    Cluster cluster = clusters.get(intent.getCluster());
    if (cluster == null) {
      return Attempt.refused(
          "no connection to the cluster " + intent.getCluster() + " is configured");
    }
    try {
      return switch (intent.getKind()) {
        case DRY_RUN -> cluster.dryRun(intent);
        // What was decided long ago may be wrong by now: after the deadline nothing is written any
        // more, only what was written before is recognised.
        case EXECUTE -> over(intent) ? cluster.recognise(intent) : cluster.execute(intent);
        case UNDO -> over(intent) ? cluster.recognise(intent) : cluster.undo(intent);
        default -> cluster.check(intent);
      };
    } catch (RuntimeException | LinkageError e) {
      // A class that is missing is told of, too: nobody waits for a step that can never end.
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("remediation", intent.getRemediationId())
          .addKeyValue("entity", intent.getEntity())
          .log("intent {} failed", intent.getId());
      return Attempt.failed(String.valueOf(e.getMessage()));
    }
  }

  /** True if the answer to a try is not the last word on its intent. */
  public boolean again(Intent intent, Attempt attempt) {
    boolean mayChange =
        attempt.status() == OutcomeStatus.PENDING || attempt.status() == OutcomeStatus.FAILED;
    return mayChange && !over(intent);
  }

  private boolean over(Intent intent) {
    return !clock.instant().isBefore(intent.getDeadline());
  }
}
