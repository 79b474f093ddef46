package io.aicloudops.assistant.knowledge;

import java.util.List;
import java.util.Map;

/**
 * One entry of the knowledge base.
 *
 * @param id unique, lower case with hyphens; root causes refer to it
 * @param titles the title by language; a runbook of one language has one
 * @param faults ids of the fault catalogue it explains; empty for how-tos
 * @param tags words people would look for that the text does not have to contain
 * @param next what to do or ask next, by language; short sentences
 * @param sections the text by language; the n-th sections of both languages say the same
 */
public record Runbook(
    String id,
    Map<Language, String> titles,
    List<String> faults,
    List<String> tags,
    Map<Language, List<String>> next,
    Map<Language, List<Section>> sections) {

  /** A part of a runbook under one heading. */
  public record Section(String heading, String text) {}

  public Runbook {
    titles = Map.copyOf(titles);
    faults = List.copyOf(faults);
    tags = List.copyOf(tags);
    next = Map.copyOf(next);
    sections = Map.copyOf(sections);
    if (sections.isEmpty()) {
      throw new IllegalArgumentException("runbook " + id + " has no text in any language");
    }
  }

  /** The wanted language if the runbook has it, else the one it has. */
  public Language readable(Language wanted) {
    return sections.containsKey(wanted) ? wanted : wanted.other();
  }

  /** The title, in the wanted language where there is one. */
  public String title(Language wanted) {
    String title = titles.get(wanted);
    return title != null ? title : titles.getOrDefault(wanted.other(), id);
  }

  /** The sections, in the wanted language where there are any. */
  public List<Section> sections(Language wanted) {
    return sections.getOrDefault(readable(wanted), List.of());
  }

  /** What to do or ask next, in the wanted language where there is any. */
  public List<String> next(Language wanted) {
    return next.getOrDefault(wanted, next.getOrDefault(wanted.other(), List.of()));
  }
}
