package io.aicloudops.rca.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpisodeTest {

  private static final Episode.Subject LATENCY =
      new Episode.Subject("c/n/Deployment/d", "x_seconds:p99", SignalRole.LATENCY);

  private final Episode episode = new Episode();
  private final Verdict verdict = new Verdict();
  private final List<Anomaly> told = new ArrayList<>();
  private long time = 1_000_000;

  private void next(
      Episode.Subject subject, long interval, double value, double strength, double deviation) {
    verdict.expected = 1;
    verdict.lower = 0;
    verdict.upper = 2;
    // No lone flare, which would be enough alone.
    verdict.score = Math.min(strength, 0.6);
    verdict.strength = strength;
    verdict.deviation = deviation;
    time += interval;
    Anomaly anomaly = episode.next(subject, time, interval, value, verdict, "");
    if (anomaly != null) {
      told.add(anomaly);
    }
  }

  private void calm(long interval, int points) {
    for (int k = 0; k < points; k++) {
      next(LATENCY, interval, 1, 0, 0);
    }
  }

  private void odd(long interval, int points) {
    for (int k = 0; k < points; k++) {
      next(LATENCY, interval, 5, 0.7, 20);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 3", "15000, 2", "60000, 1", "300000, 1"})
  void opensAfterAsManyValuesAsTheirDistanceAsksFor(long interval, int needed) {
    calm(interval, 5);
    odd(interval, needed - 1);
    assertThat(told).isEmpty();
    odd(interval, 1);
    assertThat(told)
        .singleElement()
        .satisfies(a -> assertThat(a.getStatus()).isEqualTo(AnomalyStatus.OPEN));
  }

  @Test
  void waitsLongerForPodsThatComeAndGo() {
    Episode.Subject up =
        new Episode.Subject("c/n/Deployment/d", "up:value", SignalRole.AVAILABILITY);
    for (int k = 0; k < 7; k++) {
      next(up, 1000, 0.5, 0.7, -20);
    }
    assertThat(told).isEmpty();
    next(up, 1000, 0.5, 0.7, -20);
    assertThat(told).hasSize(1);
  }

  @Test
  void closesAfterCalmWithTheSameId() {
    calm(1000, 5);
    odd(1000, 4);
    calm(1000, 20);

    assertThat(told)
        .extracting(Anomaly::getStatus)
        .containsExactly(AnomalyStatus.OPEN, AnomalyStatus.CLOSED);
    assertThat(told.get(1).getId()).isEqualTo(told.get(0).getId());
    assertThat(episode.open()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // Scaled out: still much used, with room left.
    "0.7, 8, true",
    // As far out as at the peak: a leak half way to its limit.
    "0.7, 18, false",
    // Near the limit.
    "0.9, 8, false"
  })
  void aLimitWithRoomLeftHarmsNobody(double value, double deviation, boolean closes) {
    Episode.Subject share =
        new Episode.Subject("c/n/Deployment/d", "cpu:saturation", SignalRole.SATURATION);
    for (int k = 0; k < 5; k++) {
      saturated(share, 1, 20);
    }
    for (int k = 0; k < 8; k++) {
      saturated(share, value, deviation);
    }
    assertThat(episode.open()).isNotEqualTo(closes);
  }

  private void saturated(Episode.Subject share, double value, double deviation) {
    verdict.expected = 0.3;
    verdict.strength = 0.7;
    verdict.deviation = deviation;
    time += 1000;
    episode.next(share, time, 1000, value, verdict, "");
  }

  @Test
  void aShortCalmDoesNotSplitAnEpisode() {
    calm(1000, 5);
    for (int k = 0; k < 5; k++) {
      odd(1000, 4);
      calm(1000, 4);
    }
    assertThat(told.stream().map(Anomaly::getId).distinct()).hasSize(1);
    assertThat(told).filteredOn(a -> a.getStatus() == AnomalyStatus.OPEN).hasSize(1);
  }

  @Test
  void tellsThatItGrowsAndWhatItBecame() {
    calm(1000, 5);
    odd(1000, 3);
    next(LATENCY, 1000, 9, 0.9, 45);
    odd(1000, 20);

    assertThat(told)
        .extracting(Anomaly::getStatus)
        .containsExactly(AnomalyStatus.OPEN, AnomalyStatus.GROWING, AnomalyStatus.GROWING);
    assertThat(told.get(1).getDeviation()).isEqualTo(45);
    assertThat(told.get(2).getKind()).isEqualTo(AnomalyKind.LEVEL_SHIFT);
    assertThat(told.get(2).getScore()).isEqualTo(0.9);
    assertThat(told.get(2).getDirection()).isEqualTo(Direction.UP);
  }

  @Test
  void tellsThatItIsGraverAndNeverThatItIsLess() {
    Episode.Subject errors =
        new Episode.Subject("c/n/Deployment/d", "x:error_ratio", SignalRole.ERRORS);
    for (int k = 0; k < 3; k++) {
      next(errors, 1000, 1.1, 0.55, 8);
    }
    // Farther by less than what is told for its own sake.
    next(errors, 1000, 1.2, 0.8, 11);
    for (int k = 0; k < 3; k++) {
      next(errors, 1000, 1.1, 0.55, 8);
    }
    for (int k = 0; k < 10; k++) {
      next(errors, 1000, 1, 0, 0);
    }

    assertThat(told)
        .extracting(Anomaly::getStatus, Anomaly::getSeverity)
        .containsExactly(
            tuple(AnomalyStatus.OPEN, "warning"),
            tuple(AnomalyStatus.GROWING, "critical"),
            tuple(AnomalyStatus.CLOSED, "critical"));
  }

  @Test
  void remembersHowGraveItWas() {
    Episode.Subject errors =
        new Episode.Subject("c/n/Deployment/d", "x:error_ratio", SignalRole.ERRORS);
    for (int k = 0; k < 3; k++) {
      next(errors, 1000, 2, 0.9, 40);
    }
    Packer out = new Packer();
    episode.write(out);
    Episode read = new Episode();
    read.read(new Unpacker(out.toBytes()));

    Anomaly closing = read.missing(errors, time, time + 3_600_000, 1000);
    assertThat(closing).isNotNull();
    assertThat(closing.getSeverity()).isEqualTo("critical");
  }

  @Test
  void sinceIsWhenItBeganToDiffer() {
    calm(1000, 5);
    long began = time;
    for (int k = 0; k < 5; k++) {
      next(LATENCY, 1000, 1.2, 0.3, 3);
    }
    odd(1000, 3);

    assertThat(told.get(0).getSince().toEpochMilli()).isBetween(began, began + 1000);
  }

  @Test
  void aLongRiseIsADrift() {
    calm(1000, 5);
    for (int k = 0; k < 60; k++) {
      next(LATENCY, 1000, 1.2, 0.3, 3);
    }
    odd(1000, 3);

    assertThat(told.get(0).getKind()).isEqualTo(AnomalyKind.DRIFT);
  }

  @Test
  void farUpAndFarDownInTurnsIsAChangeOfVariance() {
    Episode.Subject other =
        new Episode.Subject("c/n/Deployment/d", "x_seconds:p99", SignalRole.TRAFFIC);
    calm(1000, 5);
    for (int k = 0; k < 20; k++) {
      next(other, 1000, k % 2 == 0 ? 5 : 0.1, 0.7, k % 2 == 0 ? 20 : -20);
    }

    assertThat(told.get(0).getKind()).isEqualTo(AnomalyKind.VARIANCE);
    assertThat(episode.open()).isTrue();
  }

  @Test
  void holdsWhileWhatHarmsIsOpenButNotForEver() {
    calm(1000, 5);
    assertThat(episode.holds(SignalRole.LATENCY, time)).isFalse();
    odd(1000, 4);

    assertThat(episode.holds(SignalRole.LATENCY, time)).isTrue();
    assertThat(episode.holds(SignalRole.TRAFFIC, time)).isFalse();
    assertThat(episode.holds(SignalRole.LATENCY, time + 3 * 3_600_000L)).isFalse();
  }

  @Test
  void aLastingChangeThatWasLearnedCloses() {
    calm(1000, 5);
    odd(1000, 3);
    verdict.relearned = true;
    odd(1000, 1);

    assertThat(told.get(1).getStatus()).isEqualTo(AnomalyStatus.CLOSED);
  }

  @Test
  void saysNothingOfASignalThatIsYoung() {
    verdict.young();
    assertThat(episode.next(LATENCY, 1, 1000, 5, verdict, "")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "x:error_ratio, ERRORS, .02, 0, false",
    "x:error_ratio, ERRORS, .05, 0, true",
    "x:saturation, SATURATION, .9, .3, true",
    "x:saturation, SATURATION, .4, .1, false",
    "x:p99, LATENCY, .5, 1, false",
    "x:p99, LATENCY, 1.4, 1, false",
    "x:p99, LATENCY, 1.6, 1, true",
    "x_seconds:p99, LATENCY, .009, .004, false",
    "x_seconds:p99, LATENCY, .09, .04, true",
    "x_milliseconds:p99, LATENCY, 9, 4, false",
    "queue_depth:value, SATURATION, 2, 0, false",
    "queue_depth:value, SATURATION, 8, 1, true",
    "x_errors_total:rate, ERRORS, .05, 0, false",
    "x_errors_total:rate, ERRORS, 2, .1, true",
    "x:rate, TRAFFIC, 125, 100, false",
    "x:rate, TRAFFIC, 30, 100, true",
    "cpu:rate, RESOURCE, 1.5, 1, true",
    "cpu:rate, RESOURCE, .5, 1, false",
    "up:value, AVAILABILITY, .5, 1, true",
    "x:value, OTHER, 120, 100, false"
  })
  void smallChangesDoNotMatter(
      String signal, SignalRole role, double value, double expected, boolean matters) {
    assertThat(Materiality.matters(signal, role, value, expected)).isEqualTo(matters);
  }
}
