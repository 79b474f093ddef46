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
 * them was added or removed. Secrets are masked, so that the record and its sentence may be shown.
 */
record Difference(SortedMap<String, String> before, SortedMap<String, String> after) {

  private static final int MOST_PATHS = 50;
  private static final int LONGEST = 500;
  private static final int LONGEST_PATH = 250;

  /** The differing paths, at the most fifty; long paths and values are cut. */
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
              String shown = cutPath(Masks.path(start(path)), path);
              if (was != null) {
                difference.before.put(shown, cut(Masks.value(start(path), start(was))));
              }
              if (is != null) {
                difference.after.put(shown, cut(Masks.value(start(path), start(is))));
              }
            });
    return difference;
  }

  /**
   * More than is shown, so that no secret is cut before it is found; and not too much to search.
   */
  private static String start(String text) {
    return text.substring(0, Math.min(text.length(), 4 * LONGEST));
  }

  /** Long paths that begin alike stay different. */
  private static String cutPath(String path, String whole) {
    if (path.length() <= LONGEST_PATH) {
      return path;
    }
    String rest = Integer.toHexString(whole.hashCode());
    return path.substring(0, LONGEST_PATH) + Masks.CUT + rest + Masks.CUT;
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + Masks.CUT;
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
    return line.length() <= 60 ? line : line.substring(0, 60) + Masks.CUT;
  }
}
