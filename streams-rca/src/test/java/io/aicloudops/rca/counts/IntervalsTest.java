package io.aicloudops.rca.counts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  private static final long T = 1_700_000_000_000L;

  private final Intervals<List<String>> intervals = new Intervals<>(3_600_000);
  private final List<String> told = new ArrayList<>();

  private boolean put(long end, String id) {
    return put(end, end, id);
  }

  private boolean put(long end, long now, String id) {
    List<String> place = intervals.place(T + end, 10_000, id, T + now, ArrayList::new);
    return place != null && place.add(id);
  }

  private void end(long now) {
    intervals.end(T + now, (end, batch) -> told.add((end - T) / 1000 + " " + batch));
  }

  @Test
  void endsAnIntervalAfterAGraceAndTellsOfEmptyOnes() {
    put(10_000, "a");
    end(14_000);
    assertThat(told).isEmpty();
    end(36_000);
    assertThat(told).containsExactly("10 [a]", "20 null", "30 null");
    assertThat(intervals.due()).isEqualTo(T + 45_000);
  }

  @Test
  void countsWhatIsLateWithTheNextAndABatchThatComesTwiceOnce() {
    put(10_000, "a");
    put(20_000, "b");
    end(16_000);
    assertThat(put(10_000, "late")).isTrue();
    assertThat(put(10_000, "a")).isFalse();
    end(26_000);
    assertThat(told).containsExactly("10 [a]", "20 [b, late]");
  }

  @Test
  void doesNotCountABacklogAsABurstOfNow() {
    put(10_000, "a");
    end(400_000);
    assertThat(put(20_000, "old")).isFalse();
    assertThat(put(200_000, "not so old")).isTrue();
    assertThat(intervals.dropped()).isEqualTo(1);
  }

  @Test
  void skipsAPauseOfTheWholeStream() {
    put(10_000, "a");
    end(16_000);
    end(3_000_000);
    put(3_010_000, "b");
    end(3_020_000);
    assertThat(told).hasSizeLessThan(10).contains("3010 [b]");
  }

  @Test
  void jumpsToWhereTheStreamGoesOn() {
    put(10_000, "a");
    put(3_010_000, "b");
    end(3_020_000);
    assertThat(told).containsExactly("10 [a]", "3010 [b]");
  }

  @Test
  void toleratesAnotherLengthOfIntervals() {
    put(10_000, "a");
    Objects.requireNonNull(intervals.place(T + 15_000, 5_000, "b", T + 15_000, ArrayList::new))
        .add("b");
    Objects.requireNonNull(intervals.place(T + 18_000, 5_000, "c", T + 18_000, ArrayList::new))
        .add("c");
    end(30_000);
    assertThat(String.join(" ", told)).contains("a").contains("b").contains("c");
  }

  @Test
  void aSenderWhoseClockIsAheadTakesNothingFromTheOthers() {
    put(550_000, 10_000, "wrong first");
    for (int k = 1; k <= 30; k++) {
      assertThat(put(10_000L * k, "right" + k)).isTrue();
      put(10_000L * k + 540_000, 10_000L * k, "wrong" + k);
      end(10_000L * k + 6_000);
    }
    assertThat(intervals.dropped()).isZero();
    assertThat(told).hasSize(30).startsWith("10 [right1]").endsWith("300 [right30]");
  }

  @Test
  void keepsABoundedNumberOfIntervalsApart() {
    put(10_000, "a");
    for (int k = 2; k < 200; k++) {
      put(10_000L * k + 86_400_000, 10_000, "far" + k);
    }
    end(26_000);
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).contains("a").contains("far199").doesNotContain("far2,");
  }
}
