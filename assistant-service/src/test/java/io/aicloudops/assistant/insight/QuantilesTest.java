package io.aicloudops.assistant.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {

  private static final NormalDistribution LOAD = new NormalDistribution(null, 100, 7);
  private static final List<Double> LEVELS = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.975, 0.999})
  void isExactForANormalForecast(double probability) {
    List<Double> values = LEVELS.stream().map(LOAD::inverseCumulativeProbability).toList();

    assertThat(Quantiles.at(LEVELS, values, probability))
        .isCloseTo(LOAD.inverseCumulativeProbability(probability), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.5, 0.7, 0.99})
  void takesTwoLevels(double probability) {
    List<Double> two = List.of(0.1, 0.9);
    List<Double> values = two.stream().map(LOAD::inverseCumulativeProbability).toList();

    assertThat(Quantiles.at(two, values, probability))
        .isCloseTo(LOAD.inverseCumulativeProbability(probability), within(1e-9));
  }

  @Test
  void oneLevelIsAllThereIs() {
    assertThat(Quantiles.at(List.of(0.5), List.of(42.0), 0.99)).isEqualTo(42);
  }
}
