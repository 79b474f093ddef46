package io.aicloudops.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.runtime.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastSettingsTest {

  private static ForecastRules rules(Map<String, ?> values) {
    return Settings.of(values).read(ForecastSettings.SECTION).rules();
  }

  @Test
  void hasSensibleDefaults() {
    ForecastRules rules = rules(Map.of());
    assertThat(rules.period()).isEqualTo(Duration.ofSeconds(30));
    assertThat(rules.scaling().maxInstances()).isEqualTo(20);
  }

  @Test
  void refusesWhatIsOutOfRangeByName() {
    assertThatThrownBy(() -> rules(Map.of("forecast.period", "0s"))).hasMessageContaining("period");
    assertThatThrownBy(() -> rules(Map.of("forecast.lead-time", "6h")))
        .hasMessageContaining("lead-time");
    assertThatThrownBy(() -> rules(Map.of("forecast.scaling.min-instances", 0)))
        .hasMessageContaining("min-instances");
  }
}
