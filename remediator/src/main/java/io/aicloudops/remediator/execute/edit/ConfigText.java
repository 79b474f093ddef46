package io.aicloudops.remediator.execute.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data of a config map as change records name it: {@code configmap/NAME[KEY]} for a whole
 * value, {@code configmap/NAME[KEY].FIELD} for the line of a longer one that sets a field with
 * {@code =} or {@code :}.
 */
final class ConfigText {

  private static final Pattern PATH = Pattern.compile("configmap/[^\\[]+\\[([^\\]]+)](?:\\.(.*))?");

  /** What the record joins the values with of a field that stands on several lines. */
  private static final String SEVERAL = " | ";

  private final Map<String, String> data;

  ConfigText(Map<String, String> data) {
    this.data = data;
  }

  /** The data before the change. */
  SortedMap<String, String> before(SortedMap<String, FormerState.Step> steps) {
    SortedMap<String, String> before = new TreeMap<>(data);
    steps.forEach(
        (path, step) -> {
          Matcher matcher = PATH.matcher(path);
          if (!matcher.matches()) {
            throw new NotActedOnException(path + " is no path into a config map");
          }
          if (matcher.group(2) == null) {
            restore(before, path, matcher.group(1), step);
          } else {
            restoreLine(before, path, matcher.group(1), matcher.group(2), step);
          }
        });
    return before;
  }

  private static void restore(
      SortedMap<String, String> data, String path, String key, FormerState.Step step) {
    if (!Objects.equals(data.get(key), step.latter())) {
      throw FormerState.different(path);
    }
    if (step.former() == null) {
      data.remove(key);
    } else {
      data.put(key, step.former());
    }
  }

  private static void restoreLine(
      SortedMap<String, String> data,
      String path,
      String key,
      String field,
      FormerState.Step step) {
    String former = step.former();
    String latter = step.latter();
    if (latter == null
        || latter.contains(SEVERAL)
        || (former != null && former.contains(SEVERAL))) {
      // Where a line stood that was taken out is not in the record.
      throw new NotActedOnException("the place of " + path + " before the change is not known");
    }
    String text = data.getOrDefault(key, "");
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (line(field, latter).matcher(lines.get(i)).matches()) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      throw FormerState.different(path);
    }
    int at = found.get(0);
    if (former == null) {
      lines.remove(at);
    } else {
      Matcher line = line(field, latter).matcher(lines.get(at));
      if (line.matches()) {
        lines.set(at, line.group(1) + former + line.group(2));
      }
    }
    data.put(key, String.join("\n", lines));
  }

  /** The line that sets a field to a value, whatever the blanks around them. */
  private static Pattern line(String field, String value) {
    String separator = value.isEmpty() ? "(?:\\s*[=:])?\\s*" : "\\s*[=:]\\s*";
    return Pattern.compile(
        "(\\s*" + Pattern.quote(field) + separator + ")" + Pattern.quote(value) + "(\\s*)");
  }
}
