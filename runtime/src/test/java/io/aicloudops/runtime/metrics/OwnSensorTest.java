package io.aicloudops.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page that Prometheus scrapes is made of Kafka's metrics: name, labels and number. */
class OwnSensorTest {

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @ParameterizedTest
  @EnumSource
  void countsWhatIsRecorded(OwnSensor own) {
    Sensor sensor = own.of(context);
    sensor.record(3);
    sensor.record(4);

    assertThat(context.metrics().metrics())
        .as("for %s", own.exposedAs())
        .anySatisfy(
            (name, metric) -> {
              String page = "kafka_" + name.group().replace("-metrics", "") + "_" + name.name();
              assertThat(page.replace('-', '_')).isEqualTo(own.exposedAs());
              assertThat(name.tags().keySet().stream().map(tag -> tag.replace('-', '_')))
                  .containsExactlyElementsOf(own.labels());
              assertThat(metric.metricValue()).isEqualTo(7.0);
            });
  }

  @Test
  void eachTaskCountsForItself() {
    assertThat(OwnSensor.DROPPED_CALLS.of(context).name())
        .isNotEqualTo(OwnSensor.DROPPED_LOGS.of(context).name())
        .contains(context.taskId().toString());
    assertThat(Map.copyOf(context.metrics().metrics())).isNotEmpty();
  }
}
