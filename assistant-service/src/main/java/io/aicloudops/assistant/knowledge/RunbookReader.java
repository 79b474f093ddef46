package io.aicloudops.assistant.knowledge;

import io.aicloudops.assistant.knowledge.Runbook.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a runbook from Markdown: front matter between two lines {@code ---} with {@code key: value}
 * lines, then {@code # en} and {@code # zh}, each followed by {@code ##} sections.
 */
public final class RunbookReader {

  private static final Set<String> KEYS =
      Set.of("id", "title", "titleZh", "faults", "tags", "next", "nextZh");

  private RunbookReader() {}

  /**
   * Reads one runbook.
   *
   * @param name the file's name, for messages
   * @throws IllegalArgumentException if the text is no runbook; the message names file and line
   */
  public static Runbook read(String name, String markdown) {
    List<String> lines = markdown.lines().toList();
    int end = lines.size() < 2 ? -1 : lines.subList(1, lines.size()).indexOf("---") + 1;
    if (end <= 0 || !lines.get(0).equals("---")) {
      throw new IllegalArgumentException(
          name + " has no front matter: begin with --- , key: value lines and ---");
    }
    Map<String, String> front = frontMatter(name, lines.subList(1, end));
    Map<Language, List<Section>> sections = sections(name, lines, end + 1);
    Map<Language, String> titles = new EnumMap<>(Language.class);
    Map<Language, List<String>> next = new EnumMap<>(Language.class);
    for (Language language : sections.keySet()) {
      titles.put(language, require(name, front, language.say("title", "titleZh")));
      next.put(language, list(front, language.say("next", "nextZh"), "\\|"));
    }
    return new Runbook(
        require(name, front, "id"),
        titles,
        list(front, "faults", ","),
        list(front, "tags", ","),
        next,
        sections);
  }

  private static Map<String, String> frontMatter(String name, List<String> lines) {
    Map<String, String> front = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String key = colon < 0 ? line : line.substring(0, colon).strip();
      if (colon < 0 || !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            name + ": the front matter knows " + KEYS + ", but not: " + line);
      }
      front.put(key, line.substring(colon + 1).strip());
    }
    return front;
  }

  private static Map<Language, List<Section>> sections(String name, List<String> lines, int from) {
    Map<Language, List<Section>> sections = new EnumMap<>(Language.class);
    List<Section> open = new ArrayList<>();
    String heading = "";
    StringBuilder text = new StringBuilder();
    boolean code = false;
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i);
      code ^= line.startsWith("```");
      if (!code && (line.startsWith("# ") || line.startsWith("## "))) {
        close(open, heading, text);
        heading = "";
        if (line.startsWith("## ")) {
          heading = line.substring(3).strip();
        } else {
          open = new ArrayList<>();
          sections.put(language(name, i, line.substring(2).strip()), open);
        }
      } else {
        text.append(line).append('\n');
      }
    }
    close(open, heading, text);
    return sections;
  }

  private static void close(List<Section> open, String heading, StringBuilder text) {
    if (!heading.isEmpty()) {
      open.add(new Section(heading, text.toString().strip()));
    }
    text.setLength(0);
  }

  private static Language language(String name, int line, String code) {
    for (Language language : Language.values()) {
      if (language.code().equals(code)) {
        return language;
      }
    }
    throw new IllegalArgumentException(
        name + " line " + (line + 1) + ": a language is # en or # zh, but this is # " + code);
  }

  private static String require(String name, Map<String, String> front, String key) {
    String value = front.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + ": the front matter needs " + key);
    }
    return value;
  }

  private static List<String> list(Map<String, String> front, String key, String separator) {
    return Arrays.stream(front.getOrDefault(key, "").split(separator, -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
