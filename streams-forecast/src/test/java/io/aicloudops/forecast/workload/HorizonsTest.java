package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.forecast.capacity.ScalingRules;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.RightSizing;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What comes of days of signals: how far is forecast, which seasons, which advice. */
class HorizonsTest {

  private static final long START = 1_760_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final String POOL = "db_pool_in_use:saturation";

  private final FakeWorkload fake = new FakeWorkload(23, true);
  private long now = START;

  private static ForecastRules rules(Duration period) {
    return new ForecastRules(
        period,
        Duration.ofMinutes(1),
        Duration.ofDays(1),
        new ScalingRules(1, 20, 0.85, 0, 2, Duration.ofSeconds(3), Duration.ofMinutes(10)));
  }

  /** Runs so many batches of a new workload; the load and the pool in use by hours since then. */
  private List<Output> run(
      Duration period,
      int batches,
      long interval,
      DoubleUnaryOperator load,
      DoubleUnaryOperator pool) {
    WorkloadFold fold = new WorkloadFold(rules(period));
    Workload workload = new Workload(FakeWorkload.ENTITY, rules(period));
    fold.deployed(workload, fake.deployed(now));
    List<Output> out = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      now += interval;
      double hours = (double) (now - START) / HOUR;
      SignalBatch batch = fake.batch(now, interval, load.applyAsDouble(hours));
      out.addAll(fold.signals(workload, with(batch, POOL, pool.applyAsDouble(hours))));
    }
    return out;
  }

  private static SignalBatch with(SignalBatch batch, String signal, double value) {
    batch.setSignals(plus(batch.getSignals(), signal));
    batch.setRoles(plus(batch.getRoles(), SignalRole.SATURATION));
    batch.setValues(plus(batch.getValues(), value));
    return batch;
  }

  private static <T> List<T> plus(List<T> list, T one) {
    List<T> longer = new ArrayList<>(list);
    longer.add(one);
    return longer;
  }

  private static List<Forecast> forecasts(List<Output> outputs, String signal, long step) {
    return outputs.stream()
        .filter(Output.Forecasted.class::isInstance)
        .map(o -> ((Output.Forecasted) o).event())
        .filter(f -> f.getSignal().equals(signal) && f.getStepMs() == step)
        .toList();
  }

  private static Duration reach(Forecast forecast) {
    Instant end = forecast.getPoints().get(forecast.getPoints().size() - 1).getTime();
    return Duration.between(forecast.getMadeAt(), end);
  }

  private static double daily(double hours) {
    return 60 + 30 * Math.sin(2 * Math.PI * hours / 24);
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  @Test
  void fiveMinutesAndAnHourAreForecastAtThePaceOfTheSignal() {
    List<Output> out = run(Duration.ofMinutes(1), 400, 15_000, h -> 60, h -> 0.3);
    Forecast fine = last(forecasts(out, FakeWorkload.LOAD, 15_000));
    assertThat(reach(fine)).isCloseTo(Duration.ofMinutes(5), Duration.ofSeconds(30));
    Forecast minutes = last(forecasts(out, FakeWorkload.LOAD, 60_000));
    assertThat(reach(minutes)).isCloseTo(Duration.ofHours(1), Duration.ofMinutes(2));
  }

  @Test
  void aWeekOfHoursReachesADayTwoDaysAndSevenDaysAhead() {
    List<Output> out = run(Duration.ofHours(6), 8 * 288, 300_000, HorizonsTest::daily, h -> 0.3);
    Forecast forecast = last(forecasts(out, FakeWorkload.LOAD, HOUR));
    assertThat(reach(forecast)).isCloseTo(Duration.ofDays(7), Duration.ofHours(2));
    for (int hours : new int[] {24, 48, 160}) {
      var point = forecast.getPoints().get(hours - 1);
      double truth = daily((double) (point.getTime().toEpochMilli() - START) / HOUR + 0.5);
      assertThat(point.getMean()).as("%d hours ahead", hours).isCloseTo(truth, within(15.0));
      assertThat(point.getQuantiles()).isSorted();
    }
  }

  @Test
  void aDayIsExpectedBeforeItHasPassedTwice() {
    List<Output> out = run(Duration.ofHours(1), 42 * 12, 300_000, HorizonsTest::daily, h -> 0.3);
    assertThat(last(forecasts(out, FakeWorkload.LOAD, HOUR)).getModel()).startsWith("ensemble(24");
  }

  @Test
  void aNewLevelIsFlaggedUntilTheForecastsHoldAgain() {
    List<Output> out = run(Duration.ofSeconds(10), 900, 1000, h -> h < 0.1 ? 60 : 140, h -> 0.3);
    List<Forecast> made = forecasts(out, FakeWorkload.LOAD, 1000);
    List<Boolean> flags = made.stream().map(Forecast::getNewRegime).toList();
    Instant shift = Instant.ofEpochMilli(START + HOUR / 10);
    long before = made.stream().filter(f -> f.getMadeAt().isBefore(shift)).count();
    assertThat(before).isGreaterThan(20);
    assertThat(flags.stream().limit(before)).doesNotContain(true);
    assertThat(flags.stream().skip(before).limit(6)).contains(true);
    assertThat(last(flags)).isFalse();
    assertThat(last(made).getPoints().get(0).getMean()).isCloseTo(140, within(15.0));
  }

  @Test
  void aPoolOfConnectionsThatLeaksIsForecastAndRaisesAnAlertInTime() {
    List<Output> out = run(Duration.ofHours(6), 6 * 288, 300_000, h -> 60, h -> 0.2 + 0.1 * h / 24);
    assertThat(forecasts(out, POOL, HOUR)).isNotEmpty();
    assertThat(out)
        .filteredOn(Output.Alerted.class::isInstance)
        .hasSize(1)
        .allSatisfy(
            o ->
                assertThat(((Output.Alerted) o).event().getAnnotations().get("summary"))
                    .startsWith(POOL + " will be full in about 3.0 days"));
  }

  @Test
  void ofSeveralDisksTheFullestIsWatched() {
    String disk = "node_filesystem:saturation{device=\"%s\"}";
    WorkloadFold fold = new WorkloadFold(rules(Duration.ofHours(6)));
    Workload node = new Workload("demo/_/Node/n1", rules(Duration.ofHours(6)));
    List<Output> out = new ArrayList<>();
    for (int i = 0; i < 6 * 48; i++) {
      now += HOUR / 2;
      SignalBatch batch = with(fake.batch(now, HOUR / 2, 0), disk.formatted("/dev/sda"), 0.2);
      with(batch, "node_disk_io:saturation{device=\"sda\"}", 0.99);
      with(batch, disk.formatted("/dev/sdb"), 0.35 + 0.1 * i / 48);
      out.addAll(fold.signals(node, batch));
    }
    assertThat(out)
        .filteredOn(Output.Alerted.class::isInstance)
        .singleElement()
        .satisfies(
            o ->
                assertThat(((Output.Alerted) o).event().getAnnotations().get("summary"))
                    .startsWith(disk.formatted("/dev/sdb") + " will be full in about"));
  }

  @Test
  void rightSizesComeWithTheUseTheyRestOn() {
    List<Output> out = run(Duration.ofHours(1), 26 * 60, 60_000, h -> 60, h -> 0.3);
    List<Scaling> advised =
        out.stream()
            .filter(Output.Advised.class::isInstance)
            .map(o -> ((Output.Advised) o).event())
            .toList();
    assertThat(advised.get(0).getResources()).isEmpty();
    List<RightSizing> sizes = last(advised).getResources();
    assertThat(sizes).extracting(RightSizing::getResource).containsExactly("cpu", "memory");
    // 60 requests a second on two instances of half a core that carry 66 each.
    assertThat(sizes.get(0).getRequest()).isBetween(0.22, 0.3);
    assertThat(sizes.get(0).getPresentLimit()).isEqualTo(0.5);
    assertThat(sizes.get(1).getRequest()).isBetween(1.2e8, 1.5e8);
    assertThat(sizes.get(1).getEvidence()).contains("over 25 hours 95 % of the minutes");
    assertThat(last(advised).getCapacityUncertainty()).isBetween(0.0, 0.2);
  }
}
