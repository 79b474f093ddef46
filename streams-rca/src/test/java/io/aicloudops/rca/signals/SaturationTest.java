package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Uses are compared with their limits. */
class SaturationTest extends SignalsFixture {

  @Test
  void comparesAUseWithItsLimit() {
    for (int second = 0; second <= 10; second += 10) {
      offer(
          "a", second, Map.of("db_pool_connections_in_use", 3.0, "db_pool_connections_max", 20.0));
      offer(
          "b", second, Map.of("db_pool_connections_in_use", 18.0, "db_pool_connections_max", 20.0));
    }

    assertThat(value("db_pool_connections_in_use:saturation")).isEqualTo(0.9);
    assertThat(signal("db_pool_connections_in_use:saturation"))
        .get()
        .extracting(Signal::member)
        .isEqualTo("b");
    assertThat(signal("db_pool_connections_max:value")).isEmpty();
  }

  @Test
  void comparesTheStatesOfAPool() {
    String pool = "db_pool_connections{state=\"%s\"}";
    Map<String, Double> samples =
        Map.of(
            pool.formatted("in_use"),
            15.0,
            pool.formatted("idle"),
            5.0,
            pool.formatted("max"),
            20.0);
    offer("a", 0, samples);
    offer("a", 10, samples);

    assertThat(value("db_pool_connections:saturation")).isEqualTo(0.75);
    assertThat(value("db_pool_connections:value{state=\"in_use\"}")).isEqualTo(15);
    assertThat(signal("db_pool_connections:value{state=\"max\"}")).isEmpty();
  }

  @Test
  void comparesProcessorTimeWithItsLimit() {
    offer(
        "a", 0, Map.of("container_cpu_usage_seconds_total", 0.0, "container_cpu_limit_cores", 0.5));
    offer(
        "a",
        10,
        Map.of("container_cpu_usage_seconds_total", 4.0, "container_cpu_limit_cores", 0.5));

    assertThat(value("container_cpu_usage_seconds_total:saturation")).isEqualTo(0.8);
  }
}
