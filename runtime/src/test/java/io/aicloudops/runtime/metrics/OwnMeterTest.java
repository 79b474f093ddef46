package io.aicloudops.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnMeterTest {

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @ParameterizedTest
  @EnumSource
  void isScrapedByTheNameTypeAndLabelsThatAreDocumented(OwnMeter meter) {
    String[] values = meter.labels().toArray(String[]::new);
    if (meter.type() == OwnMeter.Type.COUNTER) {
      meter.counter(meters, values).increment(3);
    } else {
      meter.gauge(meters, 3, Integer::doubleValue, values);
    }

    String page = meters.scrape();

    assertThat(page)
        .contains(
            "# TYPE " + meter.exposedAs() + " " + meter.type().name().toLowerCase(Locale.ROOT))
        .contains("# HELP " + meter.exposedAs() + " " + meter.description());
    String sample =
        page.lines().filter(line -> line.startsWith(meter.exposedAs())).findFirst().orElseThrow();
    assertThat(sample).endsWith(" 3.0");
    meter.labels().forEach(label -> assertThat(sample).contains(label + "=\"" + label + '"'));
  }

  @Test
  void refusesToBeRegisteredAsSomethingElse() {
    assertThatThrownBy(() -> OwnMeter.PRODUCED.counter(meters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic");
    assertThatThrownBy(() -> OwnMeter.ENTITIES.counter(meters, "scrape"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GAUGE");
  }
}
