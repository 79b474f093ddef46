package io.aicloudops.rca.rank.change;

import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Table;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The columns of a service's versions, named {@code service@version}; the oldest version first. */
final class Versions {

  /**
   * A measurement of a version.
   *
   * @param outgoing true if it is measured at a call the service makes
   */
  record Signal(String metric, int column, Deviation.Kind kind, boolean edge, boolean outgoing) {}

  private final SortedMap<String, SortedMap<String, Signal>> byVersion = new TreeMap<>();

  static Versions of(Table table, String service) {
    Versions versions = new Versions();
    for (int j = 0; j < table.columns().size(); j++) {
      Column column = table.columns().get(j);
      int at = column.entity().indexOf('@');
      if (at > 0 && column.entity().substring(0, at).equals(service)) {
        boolean outgoing = column.caller().equals(service);
        Signal signal =
            new Signal(column.metric(), j, Deviation.Kind.of(column), column.edge(), outgoing);
        versions
            .byVersion
            .computeIfAbsent(column.entity().substring(at + 1), v -> new TreeMap<>())
            .put(column.metric(), signal);
      }
    }
    return versions;
  }

  Collection<String> names() {
    return byVersion.keySet();
  }

  Collection<Signal> signals(String version) {
    return byVersion.getOrDefault(version, new TreeMap<>()).values();
  }

  /** What older versions say of the same in a range of rows. */
  double[] older(Table table, String version, Signal signal, int from, int to) {
    return joined(table, byVersion.headMap(version), signal, from, to);
  }

  /** What older versions said of the same before; of the first version what it said itself. */
  double[] past(Table table, String version, Signal signal, int to) {
    var older = byVersion.headMap(version);
    boolean first = older.values().stream().noneMatch(v -> v.containsKey(signal.metric()));
    return first ? table.saidValues(signal.column(), 0, to) : joined(table, older, signal, 0, to);
  }

  private static double[] joined(
      Table table,
      SortedMap<String, SortedMap<String, Signal>> versions,
      Signal signal,
      int from,
      int to) {
    return versions.values().stream()
        .filter(v -> v.containsKey(signal.metric()))
        .map(v -> v.get(signal.metric()))
        .flatMapToDouble(s -> Arrays.stream(table.saidValues(s.column(), from, to)))
        .toArray();
  }

  /**
   * True if a version beside the first one should report by now and does not, or runs and is not
   * called while the first one is.
   */
  boolean newOneIsSilent(Table table, int from, int to, boolean late) {
    if (byVersion.isEmpty()) {
      return false;
    }
    String first = byVersion.firstKey();
    String last = byVersion.lastKey();
    boolean reports =
        byVersion.tailMap(first + "\0").keySet().stream()
            .anyMatch(v -> signals(v).stream().anyMatch(s -> count(table, s, from, to) >= 2));
    if (late && !reports) {
      return true;
    }
    return !first.equals(last)
        && count(table, last, s -> !s.edge(), from, to) >= 2
        && count(table, last, Signal::edge, from, to) == 0
        && count(table, first, Signal::edge, from, to) >= 2;
  }

  private int count(Table table, String version, Predicate<Signal> which, int from, int to) {
    return signals(version).stream().filter(which).mapToInt(s -> count(table, s, from, to)).sum();
  }

  private static int count(Table table, Signal signal, int from, int to) {
    return table.saidValues(signal.column(), from, to).length;
  }
}
