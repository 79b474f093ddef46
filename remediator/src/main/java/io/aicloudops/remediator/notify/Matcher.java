package io.aicloudops.remediator.notify;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on an attribute as Alertmanager writes it: {@code team=payments}, {@code env!=dev},
 * {@code namespace=~shop|shop-.*}, {@code severity!~info}. A pattern has to fit the whole value; an
 * attribute that is not there is empty.
 */
record Matcher(String name, Pattern value, boolean wanted) {

  private static final Pattern TEXT =
      Pattern.compile("\\s*(?<name>[\\w./-]+)\\s*(?<operator>=~|!~|!=|=)\\s*(?<value>.*?)\\s*");

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Matcher parse(String text) {
    java.util.regex.Matcher parsed = TEXT.matcher(text);
    if (!parsed.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not like team=payments, env!=dev, namespace=~shop-.* or tier!~gold");
    }
    String operator = parsed.group("operator");
    String value = parsed.group("value");
    try {
      Pattern pattern = Pattern.compile(operator.endsWith("~") ? value : Pattern.quote(value));
      return new Matcher(parsed.group("name"), pattern, operator.startsWith("="));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is no regular expression: " + e.getDescription(), e);
    }
  }

  boolean fits(Map<String, String> attributes) {
    return value.matcher(attributes.getOrDefault(name, "")).matches() == wanted;
  }
}
