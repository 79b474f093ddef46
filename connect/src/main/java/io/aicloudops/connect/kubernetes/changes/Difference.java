package io.aicloudops.connect.kubernetes.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states, by path: values before and after. A path that is only in one of
 * them was added or removed.
 */
record Difference(SortedMap<String, String> before, SortedMap<String, String> after) {

  private static final int MOST_PATHS = 50;
  private static final int LONGEST = 500;

  /** The differing paths, at the most fifty; long values are cut. */
  static Difference between(Map<String, String> before, Map<String, String> after) {
    Difference difference = new Difference(new TreeMap<>(), new TreeMap<>());
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    paths.stream()
        .filter(path -> !Objects.equals(before.get(path), after.get(path)))
        .limit(MOST_PATHS)
        .forEach(
            path -> {
              String was = before.get(path);
              String is = after.get(path);
              if (was != null) {
                difference.before.put(path, cut(was));
              }
              if (is != null) {
                difference.after.put(path, cut(is));
              }
            });
    return difference;
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
  }

  boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }

  /** All differing paths. */
  List<String> paths() {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return List.copyOf(paths);
  }

  /** For people: the first differences, as many as fit into a line. */
  String sentence() {
    List<String> parts = new ArrayList<>();
    List<String> paths = paths();
    for (String path : paths.subList(0, Math.min(3, paths.size()))) {
      String was = before.get(path);
      String is = after.get(path);
      String text =
          was == null
              ? shown(is) + " (new)"
              : is == null ? "removed (was " + shown(was) + ")" : shown(was) + " → " + shown(is);
      parts.add(path + ": " + text);
    }
    if (paths.size() > 3) {
      parts.add((paths.size() - 3) + " more");
    }
    return String.join("; ", parts);
  }

  private static String shown(@Nullable String value) {
    String line = value == null ? "" : value.replace('\n', ' ');
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
