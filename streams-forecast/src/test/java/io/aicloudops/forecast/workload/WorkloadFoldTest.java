package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.forecast.capacity.ScalingRules;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkloadFoldTest {

  private static final long START = 1_760_000_000_000L;
  private static final ForecastRules RULES =
      new ForecastRules(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          new ScalingRules(1, 20, 0.85, 0, 2, Duration.ofSeconds(3), Duration.ofMinutes(10)));

  private final WorkloadFold fold = new WorkloadFold(RULES);
  private final FakeWorkload fake = new FakeWorkload(17, true);
  private final Map<String, byte[]> stored = new HashMap<>();
  private Workload workload = new Workload(FakeWorkload.ENTITY, RULES);
  private long now = START;

  private List<Output> run(FakeWorkload source, int ticks, long interval, double load) {
    List<Output> out = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      now += interval;
      out.addAll(fold.signals(workload, source.batch(now, interval, load)));
    }
    return out;
  }

  private SignalTrack fineLoad() {
    return Objects.requireNonNull(workload.signals.get(FakeWorkload.LOAD)).track(SignalMemory.FINE);
  }

  private static List<Scaling> scalings(List<Output> outputs) {
    return outputs.stream()
        .filter(Output.Advised.class::isInstance)
        .map(o -> ((Output.Advised) o).event())
        .toList();
  }

  private static List<Forecast> forecasts(List<Output> outputs, String signal) {
    return outputs.stream()
        .filter(Output.Forecasted.class::isInstance)
        .map(o -> ((Output.Forecasted) o).event())
        .filter(f -> f.getSignal().equals(signal))
        .toList();
  }

  private static List<Output.Alerted> alerts(List<Output> outputs) {
    return outputs.stream()
        .filter(Output.Alerted.class::isInstance)
        .map(Output.Alerted.class::cast)
        .toList();
  }

  @Test
  void forecastsTheNextMinuteAfterAMinuteOfHistory() {
    fold.deployed(workload, fake.deployed(now));
    List<Forecast> made = forecasts(run(fake, 70, 1000, 60), FakeWorkload.LOAD);
    assertThat(made).isNotEmpty();
    Forecast last = made.get(made.size() - 1);
    assertThat(last.getStepMs()).isEqualTo(1000);
    assertThat(last.getPoints()).hasSizeGreaterThan(30);
    for (ForecastPoint point : last.getPoints()) {
      assertThat(point.getMean()).isCloseTo(60, within(12.0));
      assertThat(point.getQuantiles()).isSorted();
    }
    assertThat(last.getPoints().get(0).getTime()).isAfter(Instant.ofEpochMilli(now - 11_000));
  }

  @Test
  void alsoForecastsCpuAndMemory() {
    fold.deployed(workload, fake.deployed(now));
    List<Output> out = run(fake, 60, 1000, 60);
    assertThat(forecasts(out, "process_cpu_seconds_total:saturation")).isNotEmpty();
    assertThat(forecasts(out, "process_resident_memory_bytes:value")).isNotEmpty();
    assertThat(forecasts(out, "http_client_requests_total:rate")).isEmpty();
  }

  @Test
  void asksForMoreInstancesSoonAfterASurge() {
    fold.deployed(workload, fake.deployed(now));
    assertThat(scalings(run(fake, 90, 1000, 60))).allMatch(s -> s.getRecommended() == 2);
    long surge = now;
    List<Scaling> after =
        scalings(run(fake, 8, 1000, 165)).stream().filter(s -> s.getRecommended() > 2).toList();
    assertThat(after).isNotEmpty();
    assertThat(after.get(0).getTime().toEpochMilli() - surge).isLessThanOrEqualTo(6000);
    assertThat(after.get(0).getRecommended()).isBetween(3, 4);
    assertThat(after.get(0).getCapacityPerInstance()).isCloseTo(66, within(6.0));
    assertThat(after.get(0).getReason()).contains("run");
    assertThat(after.get(0).getReasonZh()).contains("建议");
  }

  @Test
  void plansWithTheStartUpTimeItSaw() {
    fold.deployed(workload, fake.deployed(now));
    List<Scaling> before = scalings(run(fake, 90, 1000, 60));
    assertThat(before).isNotEmpty().allMatch(s -> s.getLeadMs() == 60_000);
    var rising = fake.deployed(now);
    rising.setAttributes(Map.of("replicas", "3", "readyReplicas", "2", "cpuLimit", "0.5"));
    fold.deployed(workload, rising);
    fake.replicas = 3;
    run(fake, 200, 1000, 60);
    fold.deployed(workload, fake.deployed(now));
    List<Scaling> after = scalings(run(fake, 90, 1000, 60));
    assertThat(after).isNotEmpty().allMatch(s -> s.getLeadMs() == 250_000);
    workload.save(stored::put);
    workload = Workload.load(FakeWorkload.ENTITY, RULES, stored::get);
    assertThat(scalings(run(fake, 20, 1000, 60))).allMatch(s -> s.getLeadMs() == 250_000);
  }

  @Test
  void anExistingAutoscalerIsToldItsBounds() {
    var deployed = fake.deployed(now);
    deployed.setAttributes(
        Map.of(
            "replicas",
            "2",
            "readyReplicas",
            "2",
            "cpuLimit",
            "0.5",
            "hpaMin",
            "1",
            "hpaMax",
            "3"));
    fold.deployed(workload, deployed);
    List<Scaling> advised = scalings(run(fake, 90, 1000, 60));
    assertThat(advised).isNotEmpty();
    Scaling last = advised.get(advised.size() - 1);
    assertThat(last.getReason()).endsWith("its autoscaler keeps 1 to 3: propose 2 to 3");
    assertThat(last.getReasonZh()).endsWith("自动伸缩器范围 1 至 3：建议 2 至 3");
  }

  @Test
  void theFirstDayOfACalmLoadBringsNoFalseScaleOut() {
    fold.deployed(workload, fake.deployed(now));
    List<Output> out = new ArrayList<>();
    for (int minute = 0; minute < 26 * 60; minute++) {
      double load = 60 + 15 * Math.sin(2 * Math.PI * minute / 1440);
      out.addAll(run(fake, 4, 15_000, load));
    }
    assertThat(scalings(out)).isNotEmpty().allMatch(s -> s.getRecommended() <= 2);
    assertThat(scalings(out).get(scalings(out).size() - 1).getReason()).contains("chance");
    assertThat(alerts(out)).isEmpty();
  }

  @Test
  void stateOfAnOlderLayoutIsLearnedAnew() {
    run(fake, 100, 1000, 60);
    workload.parts().forEach(part -> stored.put(part, new byte[] {1, 2, 3}));
    for (int i = 0; i < 3; i++) {
      workload = Workload.load(FakeWorkload.ENTITY, RULES, stored::get);
      assertThat(run(fake, 60, 1000, 60)).isNotEmpty();
      workload.save(stored::put);
    }
  }

  @Test
  void aShortWobbleBringsNothing() {
    fold.deployed(workload, fake.deployed(now));
    run(fake, 90, 1000, 60);
    List<Output> out = run(fake, 20, 1000, 75);
    out.addAll(run(fake, 60, 1000, 60));
    assertThat(scalings(out)).isNotEmpty().allMatch(s -> s.getRecommended() == 2);
    assertThat(alerts(out)).isEmpty();
  }

  @Test
  void withoutKnownCpuItStillNoticesASurgeThatSlowsItDown() {
    FakeWorkload blind = new FakeWorkload(4, false);
    fold.deployed(workload, blind.deployed(now));
    run(blind, 90, 1000, 60);
    assertThat(scalings(run(blind, 8, 1000, 165))).anyMatch(s -> s.getRecommended() > 2);
  }

  @Test
  void hourlyForecastsComeWithHoursOfHistory() {
    fold.deployed(workload, fake.deployed(now));
    List<Forecast> made = forecasts(run(fake, 4 * 60 * 16, 15_000, 60), FakeWorkload.LOAD);
    assertThat(made).anyMatch(f -> f.getStepMs() == 15_000 && f.getPoints().size() == 20);
    assertThat(made).anyMatch(f -> f.getStepMs() == 60_000 && f.getPoints().size() == 60);
    assertThat(made).anyMatch(f -> f.getStepMs() == 3_600_000 && f.getPoints().size() >= 12);
    Forecast last = made.get(made.size() - 1);
    assertThat(last.getCoverage()).isBetween(0.8, 1.0);
  }

  @Test
  void aSilentWorkloadRaisesAnAlertThatItsReturnResolves() {
    fold.deployed(workload, fake.deployed(now));
    run(fake, 60, 1000, 60);
    assertThat(fold.idle(workload, now + 60_000)).isEmpty();
    List<Output.Alerted> raised = alerts(fold.idle(workload, now + 180_000));
    assertThat(raised).hasSize(1);
    assertThat(raised.get(0).event().getName()).isEqualTo("ForecastStale");
    assertThat(raised.get(0).event().getStatus()).isEqualTo(AlertStatus.FIRING);
    assertThat(raised.get(0).event().getSource()).isEqualTo("forecast");
    assertThat(fold.idle(workload, now + 200_000)).isEmpty();
    now += 210_000;
    List<Output.Alerted> resolved = alerts(run(fake, 40, 1000, 60));
    assertThat(resolved).hasSize(1);
    assertThat(resolved.get(0).event().getStatus()).isEqualTo(AlertStatus.RESOLVED);
    assertThat(resolved.get(0).event().getFingerprint())
        .isEqualTo(raised.get(0).event().getFingerprint());
  }

  @Test
  void aLoadThatIsNeverKnownRaisesAnAlert() {
    fold.deployed(workload, fake.deployed(now));
    List<Output> out = run(fake, 400, 1000, Double.NaN);
    assertThat(alerts(out)).hasSize(1);
    assertThat(alerts(out).get(0).event().getName()).isEqualTo("ForecastMissing");
    assertThat(alerts(fold.gone(workload, now)).get(0).event().getStatus())
        .isEqualTo(AlertStatus.RESOLVED);
  }

  @Test
  void intervalsThatHoldTooSeldomRaiseAnAlertUntilTheyHoldAgain() {
    fold.deployed(workload, fake.deployed(now));
    run(fake, 100, 1000, 60);
    SignalTrack fine = fineLoad();
    for (int i = 0; i < 100; i++) {
      fine.learn(i % 3 == 0 ? 90 : 60, 50, 70);
    }
    List<Output.Alerted> raised = alerts(run(fake, 1, 1000, 60));
    assertThat(raised).hasSize(1);
    assertThat(raised.get(0).event().getName()).isEqualTo("ForecastMiscalibrated");
    assertThat(alerts(run(fake, 1, 1000, 60))).isEmpty();
    for (int i = 0; i < 100; i++) {
      fine.learn(60, 50, 70);
    }
    List<Output.Alerted> resolved = alerts(run(fake, 1, 1000, 60));
    assertThat(resolved).hasSize(1);
    assertThat(resolved.get(0).event().getStatus()).isEqualTo(AlertStatus.RESOLVED);
  }

  @Test
  void memoryThatFillsUpIsForeseenDaysAheadAndSized() {
    var deployed = fake.deployed(now);
    deployed.setAttributes(
        Map.of("replicas", "2", "readyReplicas", "2", "cpuLimit", "4", "cpuRequest", "0.5"));
    List<Output> out = new ArrayList<>();
    ForecastRules slow =
        new ForecastRules(
            Duration.ofHours(6), RULES.leadTime(), Duration.ofDays(1), RULES.scaling());
    WorkloadFold fold = new WorkloadFold(slow);
    workload = new Workload(FakeWorkload.ENTITY, slow);
    fold.deployed(workload, deployed);
    for (int minute = 0; minute < 8 * 1440; minute++) {
      now += 60_000;
      var batch = fake.batch(now, 60_000, 60);
      List<String> names = new ArrayList<>(batch.getSignals());
      names.set(4, "container_memory_working_set_bytes:saturation");
      batch.setSignals(names);
      List<SignalRole> roles = new ArrayList<>(batch.getRoles());
      roles.set(4, SignalRole.SATURATION);
      batch.setRoles(roles);
      List<Double> values = new ArrayList<>(batch.getValues());
      values.set(4, 0.3 + 0.09 * minute / 1440);
      batch.setValues(values);
      out.addAll(fold.signals(workload, batch));
      if (minute % 1000 == 0) {
        workload.save(stored::put);
        workload = Workload.load(FakeWorkload.ENTITY, slow, stored::get);
      }
    }
    List<Output.Alerted> full =
        alerts(out).stream().filter(a -> a.event().getName().equals("ResourceFullSoon")).toList();
    assertThat(full).hasSize(1);
    assertThat(full.get(0).event().getSeverity()).isEqualTo("warning");
    assertThat(full.get(0).event().getAnnotations().get("summary")).contains("3.0 days");
    List<ResourceAdvice> sized =
        out.stream()
            .filter(Output.Sized.class::isInstance)
            .map(o -> ((Output.Sized) o).advice())
            .toList();
    ResourceAdvice last = sized.get(sized.size() - 1);
    assertThat(last.full())
        .hasSize(1)
        .allSatisfy((name, when) -> assertThat(when.days()).isCloseTo(0.0, within(0.2)));
    assertThat(last.cpu().advises()).isTrue();
    assertThat(last.cpu().request()).isBetween(1.5, 2.5);
    assertThat(alerts(fold.gone(workload, now)))
        .allMatch(a -> a.event().getStatus() == AlertStatus.RESOLVED)
        .isNotEmpty();
  }

  @Test
  void oldAndRepeatedBatchesAreIgnored() {
    run(fake, 30, 1000, 60);
    assertThat(fold.signals(workload, fake.batch(now, 1000, 9999))).isEmpty();
    assertThat(fold.signals(workload, fake.batch(now - 5000, 1000, 9999))).isEmpty();
  }

  @Test
  void attributesOfOtherMeaningDoNoHarm() {
    fold.deployed(workload, fake.deployed(now));
    var odd = fake.deployed(now);
    odd.setAttributes(Map.of("replicas", "many", "cpuLimit", "-1"));
    fold.deployed(workload, odd);
    run(fake, 60, 1000, 60);
    assertThat(scalings(run(fake, 30, 1000, 60))).allMatch(s -> s.getCurrent() == 2);
  }

  @Test
  void storingAndLoadingBetweenBatchesChangesNothing() {
    List<Output> kept = new ArrayList<>();
    List<Output> reloaded = new ArrayList<>();
    Workload other = new Workload(FakeWorkload.ENTITY, RULES);
    fold.deployed(workload, fake.deployed(now));
    fold.deployed(other, fake.deployed(now));
    for (int i = 0; i < 1500; i++) {
      now += i == 700 ? 200_000 : 1000;
      var batch = fake.batch(now, 1000, 60 + 40 * Math.sin(i / 50.0));
      kept.addAll(fold.signals(workload, batch));
      reloaded.addAll(fold.signals(other, batch));
      other.save(stored::put);
      other = Workload.load(FakeWorkload.ENTITY, RULES, stored::get);
    }
    assertThat(reloaded).isEqualTo(kept);
    assertThat(other.parts()).containsAll(stored.keySet());
    assertThat(stored.get("")).hasSizeLessThan(8000);
  }

  @Test
  void whatWasNeverStoredIsNew() {
    workload = Workload.load(FakeWorkload.ENTITY, RULES, part -> null);
    assertThat(workload.entity()).isEqualTo(FakeWorkload.ENTITY);
    assertThat(fold.idle(workload, now)).isEmpty();
  }
}
