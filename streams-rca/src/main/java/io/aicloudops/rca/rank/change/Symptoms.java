package io.aicloudops.rca.rank.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What alerts and unusual log lines talk about: words and services. */
public final class Symptoms {

  private static final Pattern CAMEL = Pattern.compile("([a-z])([A-Z])");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]{2,}");
  private static final int STEM = 6;
  private static final double OF_LOG = 0.5;

  /** Words of code and of monitoring that tell nothing. */
  private static final Set<String> STOP =
      Set.of(
          "the",
          "and",
          "for",
          "with",
          "was",
          "from",
          "per",
          "into",
          "error",
          "failed",
          "failure",
          "service",
          "services",
          "request",
          "requests",
          "func",
          "return",
          "err",
          "nil",
          "new",
          "var",
          "const",
          "int",
          "string",
          "true",
          "false",
          "yaml",
          "yml",
          "src",
          "pkg",
          "internal",
          "main",
          "test",
          "tests",
          "json");

  /** So many words in the same order are no chance. */
  private static final int QUOTE = 4;

  private static final Pattern ADDRESS =
      Pattern.compile("\\bhttps?://([a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.([a-z]{2,}))\\b");
  private static final Set<String> INSIDE =
      Set.of("svc", "local", "localhost", "internal", "cluster", "lan", "intranet");

  private final Map<String, Double> words = new HashMap<>();
  private final Set<String> quotes = new HashSet<>();
  private boolean outside;
  private final Set<String> usual = new HashSet<>();
  private final Map<String, Double> services = new HashMap<>();

  /** Takes an alert at a service. */
  public void alert(String service, String text) {
    stems(text).forEach(stem -> words.merge(stem, 1.0, Double::sum));
    services.merge(service, 1.0, Double::sum);
  }

  /** Takes log lines of a service that became more frequent and speak of trouble. */
  public void trouble(String service, String text) {
    stems(text).forEach(stem -> words.merge(stem, 1.0, Double::sum));
    services.merge(service, OF_LOG, Double::sum);
    quotes.addAll(runs(text));
    Matcher address = ADDRESS.matcher(text.toLowerCase(Locale.ROOT));
    while (address.find()) {
      outside |= !INSIDE.contains(address.group(2));
    }
  }

  /** Takes log lines of normal life. */
  public void normal(String text) {
    usual.addAll(stems(text));
  }

  Collection<String> services() {
    return services.keySet();
  }

  /** How much a text has in common with the symptoms; words of every text count little. */
  double overlap(Set<String> stems, Map<String, Integer> frequency, int texts) {
    double sum = 0;
    for (String stem : stems) {
      Double said = words.get(stem);
      if (said != null && !usual.contains(stem)) {
        int in = Math.max(1, frequency.getOrDefault(stem, 1));
        sum += Math.min(2, said) * StrictMath.log(1 + (double) texts / in);
      }
    }
    return sum / (1 + 0.15 * Math.sqrt(stems.size()));
  }

  /** True if calls to a host of somebody else's domain are in trouble. */
  boolean outside() {
    return outside;
  }

  /** True if the trouble says several words in the very order in which a text has them. */
  boolean quote(String text) {
    return runs(text).stream().anyMatch(quotes::contains);
  }

  private static Set<String> runs(String text) {
    Set<String> runs = new HashSet<>();
    text.lines()
        .forEach(
            line -> {
              List<String> words = new ArrayList<>();
              Matcher matcher = WORD.matcher(line.toLowerCase(Locale.ROOT));
              while (matcher.find()) {
                words.add(matcher.group());
              }
              for (int i = 0; i + QUOTE <= words.size(); i++) {
                runs.add(String.join(" ", words.subList(i, i + QUOTE)));
              }
            });
    return runs;
  }

  /** True if any of these stems is spoken of. */
  boolean speakOf(List<String> texts) {
    return texts.stream().anyMatch(t -> stems(t).stream().anyMatch(words::containsKey));
  }

  static Set<String> stems(String text) {
    String plain = CAMEL.matcher(text).replaceAll("$1 $2").toLowerCase(Locale.ROOT);
    Set<String> stems = new HashSet<>();
    Matcher matcher = WORD.matcher(plain);
    while (matcher.find()) {
      String word = matcher.group();
      if (!STOP.contains(word)) {
        stems.add(word.length() > STEM ? word.substring(0, STEM) : word);
      }
    }
    return stems;
  }
}
