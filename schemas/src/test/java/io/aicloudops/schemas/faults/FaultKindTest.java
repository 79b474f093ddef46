package io.aicloudops.schemas.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.ActionKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultKindTest {

  @ParameterizedTest
  @EnumSource
  void isFoundByItsId(FaultKind kind) {
    assertThat(FaultKind.ofId(kind.id())).contains(kind);
    assertThat(kind.id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(kind.title()).isNotBlank();
    assertThat(kind.titleZh()).matches(".*\\p{IsHan}.*");
  }

  @ParameterizedTest
  @EnumSource
  void neverActsOnWhatIsOnlyTold(FaultKind kind) {
    if (kind.level() == FaultKind.Level.TELL) {
      assertThat(kind.action()).isEqualTo(ActionKind.NONE);
    }
    if (kind.level() == FaultKind.Level.AUTO) {
      assertThat(kind.action()).isNotEqualTo(ActionKind.NONE);
    }
  }

  @Test
  void mayBeUnknownToAnOlderVersion() {
    assertThat(FaultKind.ofId("solar-flare")).isEmpty();
  }
}
