package io.aicloudops.rca.rank.alerts;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The alerts of one incident, without times.
 *
 * @param serviceOf entities that the incident may be about, each with the service it is an instance
 *     of
 */
public record Storm(Map<String, String> serviceOf, List<Alert> alerts) {

  Collection<String> entities() {
    return serviceOf.keySet();
  }

  /** The other instances of an entity's service. */
  List<String> peers(String entity) {
    String service = serviceOf.getOrDefault(entity, entity);
    return serviceOf.entrySet().stream()
        .filter(e -> e.getValue().equals(service) && !e.getKey().equals(entity))
        .map(Map.Entry::getKey)
        .toList();
  }

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
