package io.aicloudops.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

  @Test
  void readsMomentsOfAnyOffset() {
    Instant noon = Instant.parse("2026-01-31T12:00:00.5Z");
    assertThat(Moments.parse("2026-01-31T12:00:00.5Z")).isEqualTo(noon);
    assertThat(Moments.parse("2026-01-31T20:00:00.500+08:00")).isEqualTo(noon);
    assertThat(Moments.parse("1970-01-01T00:00:00Z")).isEqualTo(Instant.EPOCH);
    assertThat(Moments.parse("9999-12-31T23:59:59.999Z"))
        .isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2026-01-31",
        "2026-01-31T12:00:00",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "+10000-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void refusesWhatIsNoneOrDoesNotFitIntoMilliseconds(String text) {
    assertThatThrownBy(() -> Moments.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
