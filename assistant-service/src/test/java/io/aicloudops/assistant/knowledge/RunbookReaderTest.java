package io.aicloudops.assistant.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Runbooks are read whole, and a bad one is told where it is bad. */
class RunbookReaderTest {

  private static final String ENGLISH_ONLY =
      """
      ---
      id: a-b
      title: A title
      faults: memory-leak
      tags: x, y z
      next: First | Second
      ---
      # en
      ## One
      text
      ```
      # not a language
      ## nor a heading
      ```
      ## Two
      more
      """;

  @Test
  void readsFrontMatterAndSections() {
    Runbook runbook = RunbookReader.read("a.md", ENGLISH_ONLY);
    assertThat(runbook.id()).isEqualTo("a-b");
    assertThat(runbook.tags()).containsExactly("x", "y z");
    assertThat(runbook.sections(Language.EN))
        .extracting(Runbook.Section::heading)
        .containsExactly("One", "Two");
    assertThat(runbook.sections(Language.EN).get(0).text()).contains("# not a language");
  }

  @Test
  void aRunbookOfOneLanguageIsShownInThatOne() {
    Runbook runbook = RunbookReader.read("a.md", ENGLISH_ONLY);
    assertThat(runbook.title(Language.ZH)).isEqualTo("A title");
    assertThat(runbook.next(Language.ZH)).containsExactly("First", "Second");
    assertThat(runbook.sections(Language.ZH)).hasSize(2);
    assertThat(Passage.of(List.of(runbook)))
        .extracting(Passage::key)
        .containsExactly("a-b#0", "a-b#1");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> RunbookReader.read("a.md", "text"))
        .hasMessageContaining("a.md has no front matter");
    assertThatThrownBy(() -> RunbookReader.read("a.md", "---\nowner: me\n---\n# en\n"))
        .hasMessageContaining("but not: owner: me");
    assertThatThrownBy(() -> RunbookReader.read("a.md", "---\nid: x\n---\n# en\n## A\nb\n"))
        .hasMessageContaining("needs title");
    assertThatThrownBy(() -> RunbookReader.read("a.md", "---\nid: x\n---\n# fr\n"))
        .hasMessageContaining("a.md line 4")
        .hasMessageContaining("# fr");
    assertThatThrownBy(() -> RunbookReader.read("a.md", "---\nid: x\n---\n"))
        .hasMessageContaining("no text");
  }

  @Test
  void aChineseQuestionFullOfEnglishNamesIsChinese() {
    assertThat(Language.of("为什么 checkout-deployment 一直 CrashLoopBackOff")).isEqualTo(Language.ZH);
    assertThat(Language.of("why does checkout crash")).isEqualTo(Language.EN);
    assertThat(Language.of("42")).isEqualTo(Language.EN);
  }

  @Test
  void theGlossaryTranslatesWhatItKnows() {
    Glossary glossary = Glossary.read("// note\nmemory leak, leak = 内存泄漏\nnode = 节点\n");
    assertThat(glossary.translate("它有内存泄漏吗", Language.EN)).isEqualTo("memory leak leak");
    assertThat(glossary.translate("the nodes leaked", Language.ZH)).isEqualTo("内存泄漏 节点");
    assertThat(glossary.translate("nodejs", Language.ZH)).isEmpty();
    assertThatThrownBy(() -> Glossary.read("no equals")).hasMessageContaining("no equals");
  }

  @Test
  void fusionPrefersWhatTwoRankingsAgreeOn() {
    List<Ranked> fused =
        new Fusion()
            .add(List.of(new Ranked("a", 9), new Ranked("b", 8)), 1)
            .add(List.of(new Ranked("c", 0.9), new Ranked("b", 0.8)), 1)
            .ranking();
    assertThat(fused).extracting(Ranked::key).containsExactly("b", "a", "c");
  }
}
