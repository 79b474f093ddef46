package io.aicloudops.assistant.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Runbook;
import io.aicloudops.schemas.faults.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ships is complete: every failure, both languages. */
class ShippedKnowledgeTest {

  private final List<Runbook> runbooks = ShippedKnowledge.runbooks();

  @Test
  void everyRowOfTheFaultCatalogueHasARunbook() {
    KnowledgeBase base = Fixtures.knowledge(Fixtures.NO_MODELS);
    for (FaultKind kind : FaultKind.values()) {
      if (kind != FaultKind.UNKNOWN) {
        assertThat(base.forFault(kind.id())).as(kind.id()).isPresent();
      }
    }
  }

  @Test
  void everyRunbookSaysTheSameInBothLanguages() {
    for (Runbook runbook : runbooks) {
      assertThat(runbook.sections()).as(runbook.id()).containsOnlyKeys(Language.ZH, Language.EN);
      assertThat(runbook.sections(Language.ZH))
          .as(runbook.id())
          .hasSameSizeAs(runbook.sections(Language.EN));
      assertThat(runbook.sections(Language.EN)).as(runbook.id()).hasSizeGreaterThanOrEqualTo(3);
      for (Language language : Language.values()) {
        assertThat(runbook.next(language)).as(runbook.id()).hasSize(3);
      }
      if (!runbook.faults().isEmpty()) {
        assertThat(runbook.sections(Language.EN)).as(runbook.id()).hasSize(4);
      }
      assertThat(runbook.faults())
          .as(runbook.id())
          .allMatch(fault -> FaultKind.ofId(fault).isPresent());
    }
  }

  @Test
  void theListNamesEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/knowledge"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".md"))).hasSameSizeAs(runbooks);
    }
    assertThat(runbooks).extracting(Runbook::id).doesNotHaveDuplicates();
  }
}
