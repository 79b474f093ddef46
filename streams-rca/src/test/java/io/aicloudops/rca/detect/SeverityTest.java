package io.aicloudops.rca.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.SignalRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SeverityTest {

  private static final double[] SCORES = {0, 0.3, 0.49, 0.5, 0.69, 0.7, 0.9, 1};
  private static final double[] DEVIATIONS = {0, 3, 9.9, 10, 100, 1e6};

  @ParameterizedTest(name = "{0} {1} {2} {3}, score {4}, {5} spreads: {6}")
  @CsvSource({
    // What fails.
    "ERRORS, x:error_ratio, SPIKE, UP, 0.5, 4, WARNING",
    "ERRORS, x:error_ratio, LEVEL_SHIFT, UP, 0.9, 40, CRITICAL",
    "ERRORS, x:error_ratio, SPIKE, UP, 0.9, 4, WARNING",
    "ERRORS, x:error_ratio, SPIKE, UP, 0.6, 40, WARNING",
    "ERRORS, log_template:new, SPIKE, UP, 0.45, 0, INFO",
    "AVAILABILITY, up:value, SPIKE, DOWN, 0.6, 4, WARNING",
    "AVAILABILITY, up:value, SPIKE, DOWN, 0.8, 40, CRITICAL",
    "AVAILABILITY, samples:present, MISSING, DOWN, 0.9, 0, CRITICAL",
    // More pods are no trouble, more restarts are.
    "AVAILABILITY, replicas_ready:value, LEVEL_SHIFT, UP, 0.9, 40, INFO",
    "AVAILABILITY, replicas_unavailable:value, SPIKE, UP, 0.9, 40, CRITICAL",
    "AVAILABILITY, restarts_total:rate, SPIKE, UP, 0.9, 40, CRITICAL",
    "AVAILABILITY, restarts_total:rate, SPIKE, DOWN, 0.9, 40, INFO",
    "AVAILABILITY, replicas_ready:value, VARIANCE, UP, 0.9, 40, CRITICAL",
    // What is slow or full.
    "LATENCY, x_seconds:p99, SPIKE, UP, 0.5, 4, WARNING",
    "LATENCY, x_seconds:p99, LEVEL_SHIFT, UP, 1, 1000, WARNING",
    "SATURATION, cpu:saturation, DRIFT, UP, 0.9, 40, WARNING",
    // All else.
    "TRAFFIC, x_total:rate, SPIKE, DOWN, 0.5, 4, INFO",
    "TRAFFIC, x_total:rate, SPIKE, DOWN, 0.9, 40, WARNING",
    "RESOURCE, cpu:rate, SPIKE, UP, 0.6, 40, INFO",
    "RESOURCE, cpu:rate, SPIKE, UP, 0.9, 40, WARNING",
    "OTHER, x:value, VARIANCE, UP, 0.9, 4, INFO",
    "OTHER, x:value, VARIANCE, UP, 0.9, 40, WARNING",
    // One pod among its peers.
    "ERRORS, x:error_ratio, PEER_OUTLIER, UNKNOWN, 0.6, 9, INFO",
    "ERRORS, x:error_ratio, PEER_OUTLIER, UNKNOWN, 0.8, 24, WARNING",
    // What supports other evidence.
    "LATENCY, x_seconds:p99, FLATLINE, UNKNOWN, 0.4, 0, INFO",
    "ERRORS, x_errors_total:rate, MISSING, DOWN, 0.4, 0, INFO"
  })
  void weighsTheRoleAndHowFarItWent(
      SignalRole role,
      String signal,
      AnomalyKind kind,
      Direction direction,
      double score,
      double deviation,
      Severity severity) {
    assertThat(Severity.of(role, signal, kind, direction, score, deviation)).isEqualTo(severity);
  }

  @ParameterizedTest
  @EnumSource
  void neverFallsWithTheScoreOrTheDeviation(SignalRole role) {
    for (AnomalyKind kind : AnomalyKind.values()) {
      for (Direction direction : Direction.values()) {
        for (int s = 0; s < SCORES.length; s++) {
          for (int d = 0; d < DEVIATIONS.length; d++) {
            Severity here = Severity.of(role, "x", kind, direction, SCORES[s], DEVIATIONS[d]);
            assertThat(here)
                .as("%s %s score %s deviation %s", kind, direction, SCORES[s], DEVIATIONS[d])
                .isGreaterThanOrEqualTo(
                    Severity.of(
                        role, "x", kind, direction, SCORES[Math.max(0, s - 1)], DEVIATIONS[d]))
                .isGreaterThanOrEqualTo(
                    Severity.of(
                        role, "x", kind, direction, SCORES[s], DEVIATIONS[Math.max(0, d - 1)]));
          }
        }
      }
    }
  }

  @Test
  void usesTheWordsOfAnIncident() {
    assertThat(Severity.values())
        .extracting(Severity::word)
        .containsExactly("info", "warning", "critical");
  }
}
