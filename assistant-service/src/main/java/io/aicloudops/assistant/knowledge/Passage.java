package io.aicloudops.assistant.knowledge;

import java.util.ArrayList;
import java.util.List;

/**
 * The unit of search: one section of a runbook in one language.
 *
 * @param runbook the runbook's id
 * @param section the section's number, counted from 0; the same in both languages
 * @param language the language of the text
 * @param title the runbook's title
 * @param heading the section's heading
 * @param tags the runbook's tags
 * @param text the section's text
 */
public record Passage(
    String runbook,
    int section,
    Language language,
    String title,
    String heading,
    List<String> tags,
    String text) {

  public Passage {
    tags = List.copyOf(tags);
  }

  /** The same for the two translations of one section, so that their rankings add up. */
  public String key() {
    return runbook + "#" + section;
  }

  /** What an embedding model reads. */
  public String embeddable() {
    return title + "。" + heading + "：" + text;
  }

  /** All passages of some runbooks. */
  public static List<Passage> of(List<Runbook> runbooks) {
    List<Passage> passages = new ArrayList<>();
    for (Runbook runbook : runbooks) {
      for (Language language : runbook.sections().keySet()) {
        List<Runbook.Section> sections = runbook.sections(language);
        for (int i = 0; i < sections.size(); i++) {
          passages.add(
              new Passage(
                  runbook.id(),
                  i,
                  language,
                  runbook.title(language),
                  sections.get(i).heading(),
                  runbook.tags(),
                  sections.get(i).text()));
        }
      }
    }
    return passages;
  }
}
