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
    List<String> place = intervals.place(T + end, 10_000, id, ArrayList::new);
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
    Objects.requireNonNull(intervals.place(T + 15_000, 5_000, "b", ArrayList::new)).add("b");
    Objects.requireNonNull(intervals.place(T + 18_000, 5_000, "c", ArrayList::new)).add("c");
    end(30_000);
    assertThat(String.join(" ", told)).contains("a").contains("b").contains("c");
  }
}
