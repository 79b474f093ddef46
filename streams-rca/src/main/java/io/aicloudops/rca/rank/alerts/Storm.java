package io.aicloudops.rca.rank.alerts;

import java.util.List;

/**
 * The alerts of one incident, without times.
 *
 * @param entities that the incident may be about
 */
public record Storm(List<String> entities, List<Alert> alerts) {

  /** One alert. */
  public sealed interface Alert {}

  /** A metric that is unusually high or low. */
  public record Metric(String entity, String metric, boolean up) implements Alert {}

  /** A log line of a kind that is unusually frequent or rare. */
  public record Log(String entity, String template) implements Alert {}

  /**
   * A call that failed or took long.
   *
   * @param type a status or an exception; {@code PD} for a call that took long
   */
  public record Call(String caller, String callee, String type) implements Alert {

    boolean failed() {
      return !type.equals("PD");
    }

    boolean self() {
      return caller.equals(callee);
    }
  }
}
