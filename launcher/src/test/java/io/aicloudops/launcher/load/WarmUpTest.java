package io.aicloudops.launcher.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void withoutALeastTimeThereIsNone() {
    WarmUp none = new WarmUp(Duration.ZERO);

    assertThat(none.over()).isTrue();
    assertThat(none.again().over()).isTrue();
  }

  @Test
  void takesItsLeastTimeHoweverQuietTheCompilersAre() {
    WarmUp hour = new WarmUp(Duration.ofHours(1));

    assertThat(hour.over()).isFalse();
    assertThat(hour.again().over()).isFalse();
  }
}
