package io.aicloudops.assistant.knowledge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Terms of the trade in both languages. No small embedding model crosses languages, so this is how
 * a Chinese question finds an English passage, and how slang finds the word the runbook uses.
 */
public final class Glossary {

  private record Entry(List<String> english, List<String> chinese) {}

  private final List<Entry> entries;

  private Glossary(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads lines of {@code english, synonym = 中文, 同义词}; empty lines and lines that begin with {@code
   * //} are skipped.
   *
   * @throws IllegalArgumentException if a line has no {@code =}
   */
  public static Glossary read(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("//")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "a glossary line is english = chinese, but this is: " + line);
      }
      entries.add(new Entry(terms(line.substring(0, equals)), terms(line.substring(equals + 1))));
    }
    return new Glossary(List.copyOf(entries));
  }

  private static List<String> terms(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(term -> term.strip().toLowerCase(Locale.ROOT))
        .filter(term -> !term.isEmpty())
        .toList();
  }

  /** What a text's known terms are called in a language; empty if it has none. */
  public String translate(String text, Language into) {
    String lower = text.toLowerCase(Locale.ROOT);
    Set<String> found = new LinkedHashSet<>();
    for (Entry entry : entries) {
      boolean mentioned =
          entry.english().stream().anyMatch(term -> hasWord(lower, term))
              || entry.chinese().stream().anyMatch(lower::contains);
      if (mentioned) {
        found.addAll(into == Language.EN ? entry.english() : entry.chinese());
      }
    }
    return String.join(" ", found);
  }

  private static boolean hasWord(String text, String word) {
    return text.contains(word)
        && Pattern.compile("(?<![a-z0-9])" + Pattern.quote(word) + "(?:s|es|ed|ing)?(?![a-z0-9])")
            .matcher(text)
            .find();
  }
}
