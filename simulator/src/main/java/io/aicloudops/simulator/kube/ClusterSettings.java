package io.aicloudops.simulator.kube;

import io.aicloudops.simulator.kube.http.Account;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a simulated cluster is like.
 *
 * @param port of the API server on the loopback interface; 0 for any that is free
 * @param nodes how many
 * @param nodeCpu cores of a node, as a quantity
 * @param nodeMemory of a node, as a quantity
 * @param namespaces that exist from the start, besides default and those of the system
 * @param speed how much faster than in reality back-offs, deadlines and graces pass; positive
 * @param clock of all timestamps
 * @param seed of uids and generated names
 * @param remembered how many changes a watch may lie back before it gets 410
 * @param bookmarkPeriod between bookmarks of a quiet watch; not compressed
 * @param accounts by bearer token; empty to let everybody do everything
 */
public record ClusterSettings(
    int port,
    int nodes,
    String nodeCpu,
    String nodeMemory,
    List<String> namespaces,
    double speed,
    Clock clock,
    long seed,
    int remembered,
    Duration bookmarkPeriod,
    Map<String, Account> accounts) {

  public ClusterSettings {
    if (nodes < 1 || speed <= 0 || remembered < 1) {
      throw new IllegalArgumentException(
          "nodes and remembered must be at least 1 and speed positive, but are "
              + nodes
              + ", "
              + remembered
              + " and "
              + speed);
    }
    namespaces = List.copyOf(namespaces);
    accounts = Map.copyOf(accounts);
  }

  /** Three nodes in real time, open to everybody. */
  public static ClusterSettings defaults() {
    return new ClusterSettings(
        0,
        3,
        "8",
        "16Gi",
        List.of(),
        1,
        Clock.systemUTC(),
        42,
        20_000,
        Duration.ofMinutes(1),
        Map.of());
  }

  public ClusterSettings withNamespaces(String... names) {
    return new ClusterSettings(
        port,
        nodes,
        nodeCpu,
        nodeMemory,
        List.of(names),
        speed,
        clock,
        seed,
        remembered,
        bookmarkPeriod,
        accounts);
  }

  public ClusterSettings withSpeed(double factor) {
    return new ClusterSettings(
        port,
        nodes,
        nodeCpu,
        nodeMemory,
        namespaces,
        factor,
        clock,
        seed,
        remembered,
        bookmarkPeriod,
        accounts);
  }

  public ClusterSettings withWatches(int changes, Duration bookmarks) {
    return new ClusterSettings(
        port,
        nodes,
        nodeCpu,
        nodeMemory,
        namespaces,
        speed,
        clock,
        seed,
        changes,
        bookmarks,
        accounts);
  }

  public ClusterSettings withAccounts(Map<String, Account> byToken) {
    return new ClusterSettings(
        port,
        nodes,
        nodeCpu,
        nodeMemory,
        namespaces,
        speed,
        clock,
        seed,
        remembered,
        bookmarkPeriod,
        byToken);
  }
}
