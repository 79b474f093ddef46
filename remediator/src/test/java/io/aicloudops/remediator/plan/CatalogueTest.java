package io.aicloudops.remediator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table in docs/safety.md is what the code does. */
class CatalogueTest {

  private static final String BEGIN = "<!-- catalogue: generated, CatalogueTest holds it -->\n";
  private static final String END = "<!-- end of the catalogue -->";

  private static String table() {
    return "| fault | level | action | precondition | expected effect | undo | danger |\n"
        + "|---|---|---|---|---|---|---|\n"
        + Arrays.stream(FaultKind.values()).map(CatalogueTest::row).collect(Collectors.joining());
  }

  private static String row(FaultKind fault) {
    Remedy remedy = Remedy.of(fault.action());
    boolean none = fault.action() == ActionKind.NONE;
    return "| %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            fault.title(),
            fault.level().name().toLowerCase(Locale.ROOT),
            none ? "–" : Policy.idOf(fault.action()),
            dash(remedy.precondition()),
            none ? "a person is told" : remedy.effect(),
            dash(remedy.undo()),
            dash(remedy.danger()));
  }

  private static String dash(String text) {
    return text.isEmpty() ? "–" : text;
  }

  @Test
  void theDocumentedTableIsTheCatalogue() throws IOException {
    String page = Files.readString(Path.of("../docs/safety.md"));
    assertThat(page).contains(BEGIN, END);
    assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
        .isEqualTo(table());
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void whatIsOnlyToldHasNoAction(FaultKind fault) {
    if (fault.level() == FaultKind.Level.TELL) {
      assertThat(fault.action()).isEqualTo(ActionKind.NONE);
    }
    if (fault.level() == FaultKind.Level.AUTO) {
      assertThat(fault.action()).isNotEqualTo(ActionKind.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ActionKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "UNKNOWN"})
  void everyActionSaysWhatIsDangerousAndHowItIsUndone(ActionKind action) {
    Remedy remedy = Remedy.of(action);
    assertThat(remedy.precondition()).isNotEmpty();
    assertThat(remedy.effect()).isNotEmpty();
    assertThat(remedy.undo()).isNotEmpty();
    assertThat(remedy.danger()).isNotEmpty();
  }
}
