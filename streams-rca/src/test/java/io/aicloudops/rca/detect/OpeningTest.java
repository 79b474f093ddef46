package io.aicloudops.rca.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpeningTest {

  private static final long STEP = 15_000;
  private static final long DAY = 86_400_000;

  private final Verdict verdict = new Verdict();
  private Opening opening = new Opening();
  private long time = 1_700_000_000_000L;

  private boolean next(SignalRole role, double score, double strength, double deviation) {
    verdict.score = score;
    verdict.strength = strength;
    verdict.deviation = deviation;
    time += STEP;
    return opening.next(role, time, STEP, true, verdict);
  }

  private int oddUntilEnough(SignalRole role) {
    for (int odd = 1; odd < 20; odd++) {
      if (next(role, 0, 0.6, 10)) {
        return odd;
      }
    }
    throw new AssertionError("never enough");
  }

  private void calm(SignalRole role) {
    for (int k = 0; k < 30; k++) {
      assertThat(next(role, 0, 0, 0)).isFalse();
    }
  }

  @Test
  void whoIsOddForAMomentAgainAndAgainHasToBeOddForLonger() {
    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(2);
    calm(SignalRole.RESOURCE);
    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(3);
    calm(SignalRole.RESOURCE);
    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(4);
    calm(SignalRole.RESOURCE);
    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(5);
    calm(SignalRole.RESOURCE);
    assertThat(oddUntilEnough(SignalRole.RESOURCE)).as("the most").isEqualTo(5);
  }

  @Test
  void afterAMonthThatIsForgotten() {
    oddUntilEnough(SignalRole.RESOURCE);
    calm(SignalRole.RESOURCE);
    time += 31 * DAY;

    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(2);
  }

  @Test
  void whatLastsWasNoFalseAlarm() {
    oddUntilEnough(SignalRole.RESOURCE);
    for (int k = 0; k < 10; k++) {
      next(SignalRole.RESOURCE, 0, 0.6, 10);
    }
    calm(SignalRole.RESOURCE);

    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"ERRORS"})
  void errorsHarmHoweverShortTheyAre(SignalRole role) {
    for (int k = 0; k < 5; k++) {
      assertThat(oddUntilEnough(role)).isEqualTo(2);
      calm(role);
    }
  }

  private int told(SignalRole role, int rows, double deviation) {
    int told = 0;
    for (int k = 0; k < rows; k++) {
      told += next(role, 0, 0.6, deviation) ? 1 : 0;
    }
    for (int k = 0; k < 240; k++) {
      told += next(role, 0, 0, 0) ? 1 : 0;
    }
    return told;
  }

  @Test
  void whatComesAndGoesTheSameWayForTheThirdTimeIsAHabit() {
    assertThat(told(SignalRole.RESOURCE, 8, 70)).isPositive();
    assertThat(told(SignalRole.RESOURCE, 8, 75)).isPositive();
    assertThat(told(SignalRole.RESOURCE, 8, 65)).isZero();
    assertThat(told(SignalRole.RESOURCE, 8, 200)).as("far higher").isPositive();
  }

  @Test
  void aHabitThatDoesNotComeBackIsTold() {
    told(SignalRole.RESOURCE, 8, 70);
    told(SignalRole.RESOURCE, 8, 70);

    assertThat(told(SignalRole.RESOURCE, 100, 70)).isBetween(80, 90);
  }

  @Test
  void whatUsersFeelIsToldAgainAndAgain() {
    for (int k = 0; k < 5; k++) {
      assertThat(told(SignalRole.LATENCY, 8, 70)).isPositive();
    }
  }

  @Test
  void aPlaceTheSignalKnowsIsNotOdd() {
    verdict.familiar = 0.3;
    for (int k = 0; k < 10; k++) {
      assertThat(next(SignalRole.RESOURCE, 0, 1, 60)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 20, false", "1, 70, true", "31, 20, true"})
  void aSecondFlareIsToldAfterAMonthOrIfItIsFarHigher(int days, double deviation, boolean told) {
    assertThat(next(SignalRole.RESOURCE, 0.8, 0.8, 20)).isTrue();
    calm(SignalRole.RESOURCE);
    time += days * DAY;

    assertThat(next(SignalRole.RESOURCE, 0.8, 0.8, deviation)).isEqualTo(told);
  }

  private static final long MINUTE = 60_000;

  /** An odd value for so many minutes, then calm ones until an hour has passed. */
  private int toldAnHour(SignalRole role, int minutes, double deviation, int hour) {
    int told = 0;
    for (int k = 0; k < hour; k++) {
      verdict.score = k == 0 && minutes > 0 ? 0.6 : 0;
      verdict.strength = k < minutes ? 0.6 : 0;
      verdict.deviation = k < minutes ? deviation : 0;
      time += MINUTE;
      told += opening.next(role, time, MINUTE, true, verdict) ? 1 : 0;
    }
    return told;
  }

  private void everyHour(int times) {
    for (int k = 0; k < times; k++) {
      assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 60)).as("hour %d", k).isEqualTo(1);
    }
  }

  @Test
  void whatKeepsToItsTimeIsExpectedFromTheFourthTimeOn() {
    everyHour(3);

    for (int k = 0; k < 24; k++) {
      // Twice as far out by day as by night.
      assertThat(toldAnHour(SignalRole.RESOURCE, 3, k % 2 == 0 ? 20 : 40, 60)).isZero();
    }
    assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 59)).isZero();
  }

  @Test
  void whatComesOutOfTimeIsTold() {
    everyHour(3);
    toldAnHour(SignalRole.RESOURCE, 3, 20, 60);
    toldAnHour(SignalRole.RESOURCE, 3, 20, 25);

    assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 35)).isEqualTo(1);
    assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 60)).as("at its time again").isZero();
  }

  @Test
  void whatComesAtItsTimeButFarHigherIsTold() {
    everyHour(3);

    assertThat(toldAnHour(SignalRole.RESOURCE, 3, 100, 60)).isEqualTo(1);
    assertThat(toldAnHour(SignalRole.RESOURCE, 3, -20, 60)).isEqualTo(1);
  }

  @Test
  void whatStaysLongerThanItsTimeIsTold() {
    everyHour(3);

    assertThat(toldAnHour(SignalRole.RESOURCE, 6, 20, 60)).isZero();
    assertThat(toldAnHour(SignalRole.RESOURCE, 30, 20, 60)).isEqualTo(1);
  }

  @Test
  void whatStayedAwayForDaysIsStillExpected() {
    everyHour(3);
    toldAnHour(SignalRole.RESOURCE, 0, 0, 24 * 60);

    assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 60)).isZero();
  }

  @Test
  void whatIsBackWithinMinutesIsTroubleHoweverPunctual() {
    for (int k = 0; k < 20; k++) {
      assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 10)).as("time %d", k).isEqualTo(1);
    }
  }

  @Test
  void errorsAreToldEvenAtTheirTime() {
    for (int k = 0; k < 6; k++) {
      assertThat(toldAnHour(SignalRole.ERRORS, 3, 20, 60)).isPositive();
    }
  }

  @Test
  void aScheduleGoesOnFromItsBytes() {
    everyHour(3);
    toldAnHour(SignalRole.RESOURCE, 0, 0, 1);
    Packer out = new Packer();
    opening.write(out);
    opening = new Opening();
    Unpacker in = new Unpacker(out.toBytes());
    opening.read(in);
    toldAnHour(SignalRole.RESOURCE, 0, 0, 59);

    assertThat(in.remaining()).isZero();
    assertThat(toldAnHour(SignalRole.RESOURCE, 3, 20, 60)).isZero();
  }

  @Test
  void goesOnFromItsBytes() {
    next(SignalRole.RESOURCE, 0.8, 0.8, 20);
    calm(SignalRole.RESOURCE);
    oddUntilEnough(SignalRole.RESOURCE);
    Packer out = new Packer();
    opening.write(out);
    opening = new Opening();
    Unpacker in = new Unpacker(out.toBytes());
    opening.read(in);

    assertThat(in.remaining()).isZero();
    calm(SignalRole.RESOURCE);
    assertThat(oddUntilEnough(SignalRole.RESOURCE)).isEqualTo(4);
  }
}
