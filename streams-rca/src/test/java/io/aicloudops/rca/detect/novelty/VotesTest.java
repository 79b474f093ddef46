package io.aicloudops.rca.detect.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VotesTest {

  private final Votes votes = new Votes();

  private double share(String view) {
    return votes.shares().getOrDefault(view, 0.0);
  }

  @Test
  void theLargestOfTheSidesCountsInTheMeanAndAsTheMaximum() {
    assertThat(votes.sides(4, 1, 1, 0)).isCloseTo(0.5 * 6 / 5 + 0.5 * 4, within(1e-12));
    votes.strongest(1, 0.5, 0.2);

    assertThat(share("level")).isCloseTo((0.4 + 2) / 2.6, within(1e-12));
    assertThat(share("season")).isCloseTo(0.1 / 2.6, within(1e-12));
    assertThat(share("shape")).isCloseTo(0.1 / 2.6, within(1e-12));
    assertThat(votes.shares()).doesNotContainKey("step");
  }

  @Test
  void runningLevelsSpeakTogether() {
    assertThat(votes.deviations(1, 2, 2, 2, 2, 3)).isCloseTo(2, within(1e-12));
    votes.strongest(0.3, 1.1, 0);

    assertThat(votes.shares())
        .containsExactly(
            entry("running-level", 8 / 12.0), entry("season", 3 / 12.0), entry("step", 1 / 12.0));
  }

  @Test
  void theBandSpeaksAlone() {
    votes.sides(1, 1, 1, 1);
    votes.deviations(1, 1, 1, 1, 1, 1);

    assertThat(votes.strongest(0.2, 0.3, 1.4)).isEqualTo(1.4);
    assertThat(votes.shares()).containsExactly(entry("band", 1.0));
  }

  @Property
  void sharesMakeOneTheLargestFirst(
      @ForAll @Size(10) List<@DoubleRange(min = 0.01, max = 8) Double> says,
      @ForAll @DoubleRange(max = 3) double side,
      @ForAll @DoubleRange(max = 3) double deviation) {
    votes.sides(says.get(0), says.get(1), says.get(2), says.get(3));
    votes.deviations(says.get(4), says.get(5), says.get(6), says.get(7), says.get(8), says.get(9));
    votes.strongest(side, deviation, 1);

    List<Double> shares = List.copyOf(votes.shares().values());
    assertThat(shares).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(shares).allMatch(share -> share > 0 && share <= 1);
    assertThat(shares.stream().mapToDouble(share -> share).sum()).isCloseTo(1, within(1e-9));
  }
}
