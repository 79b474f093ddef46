package io.aicloudops.simulator.kube.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector as in a query: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels
 *     and selectors</a>
 */
public final class LabelSelector implements Predicate<Map<String, String>> {

  private static final Pattern SET =
      Pattern.compile("\\s*(?<key>[^\\s!=(),]+)\\s+(?<op>in|notin)\\s*\\((?<values>[^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*(?<key>[^\\s!=(),]+)\\s*(?<op>==|=|!=)\\s*(?<value>[^\\s!=(),]*)\\s*");
  private static final Pattern EXISTS =
      Pattern.compile("\\s*(?<not>!?)\\s*(?<key>[^\\s!=(),]+)\\s*");

  private final List<Predicate<Map<String, String>>> requirements = new ArrayList<>();

  /**
   * @param text empty selects everything
   * @throws IllegalArgumentException if it cannot be read
   */
  public LabelSelector(String text) {
    if (!text.isBlank()) {
      split(text).forEach(part -> requirements.add(requirement(part)));
    }
  }

  @Override
  public boolean test(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.test(labels));
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  private static Predicate<Map<String, String>> requirement(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      String key = set.group("key");
      Set<String> values = Set.copyOf(List.of(set.group("values").trim().split("\\s*,\\s*", -1)));
      return set.group("op").equals("in")
          ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
          : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      String key = equality.group("key");
      String value = equality.group("value");
      return equality.group("op").equals("!=")
          ? labels -> !value.equals(labels.get(key))
          : labels -> value.equals(labels.get(key));
    }
    Matcher exists = EXISTS.matcher(part);
    if (exists.matches()) {
      String key = exists.group("key");
      boolean wanted = exists.group("not").isEmpty();
      return labels -> labels.containsKey(key) == wanted;
    }
    throw new IllegalArgumentException(
        "unable to parse requirement: found '" + part.trim() + "', expected: identifier");
  }
}
