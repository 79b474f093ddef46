package io.aicloudops.assistant.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.knowledge.Hit;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Meaning.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People's own words find the right runbook among the first three. */
class RetrievalQualityTest {

  /** The questions of one language, each with the runbooks that answer it. */
  private record Case(Language language, String question, List<String> runbooks) {}

  private static KnowledgeBase hybrid;
  private static KnowledgeBase words;

  @BeforeAll
  static void build() {
    hybrid = Fixtures.knowledge(new OnnxEmbedder());
    words = Fixtures.knowledge(Fixtures.NO_MODELS);
  }

  @Test
  void findsTheRunbookForNineInTenChineseQuestions() throws IOException {
    assertThat(topThree("hybrid", hybrid, Language.ZH)).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void findsTheRunbookForNineInTenEnglishQuestions() throws IOException {
    assertThat(topThree("hybrid", hybrid, Language.EN)).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void stillFindsMostByWordsAloneWhereModelsCannotBeLoaded() throws IOException {
    assertThat(topThree("words", words, Language.ZH)).isGreaterThanOrEqualTo(0.75);
    assertThat(topThree("words", words, Language.EN)).isGreaterThanOrEqualTo(0.75);
    assertThat(words.meaning().stage()).isEqualTo(Stage.ABSENT);
    assertThat(words.meaning().detail()).contains("words only").contains("no models here");
  }

  @Test
  void tellsQuestionsOfTheTradeFromOthers() throws IOException {
    for (Case other : cases("off-topic.txt")) {
      double best = hybrid.search(other.question(), other.language(), 1).get(0).relevance();
      System.out.printf(Locale.ROOT, "off topic %.2f %s%n", best, other.question());
      assertThat(best).as(other.question()).isLessThan(KnowledgeBase.RELEVANT);
    }
  }

  private static double topThree(String name, KnowledgeBase base, Language language)
      throws IOException {
    int first = 0;
    int found = 0;
    int relevant = 0;
    List<Case> mine =
        cases("questions.txt").stream().filter(c -> c.language() == language).toList();
    assertThat(mine).hasSizeGreaterThanOrEqualTo(20);
    for (Case one : mine) {
      List<Hit> hits = base.search(one.question(), language, 12);
      List<String> runbooks =
          hits.stream().map(hit -> hit.passage().runbook()).distinct().limit(3).toList();
      boolean hit = runbooks.stream().anyMatch(one.runbooks()::contains);
      found += hit ? 1 : 0;
      first += one.runbooks().contains(runbooks.get(0)) ? 1 : 0;
      relevant += hits.get(0).relevance() >= KnowledgeBase.RELEVANT ? 1 : 0;
      if (!hit || hits.get(0).relevance() < KnowledgeBase.RELEVANT) {
        System.out.printf(
            Locale.ROOT,
            "  %s %.2f %s -> %s, wanted %s%n",
            hit ? "weak" : "miss",
            hits.get(0).relevance(),
            one.question(),
            runbooks,
            one.runbooks());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "retrieval %s %s: top-3 %d/%d, top-1 %d, relevant %d%n",
        name,
        language.code(),
        found,
        mine.size(),
        first,
        relevant);
    return (double) found / mine.size();
  }

  private static List<Case> cases(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RetrievalQualityTest.class.getResourceAsStream("/knowledge-questions/" + file))) {
      List<Case> cases = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] parts = line.split("\\|", -1);
        List<String> wanted = parts.length > 1 ? List.of(parts[1].strip().split(" ")) : List.of();
        cases.add(new Case(Language.of(parts[0]), parts[0].strip(), wanted));
      }
      return cases;
    }
  }
}
