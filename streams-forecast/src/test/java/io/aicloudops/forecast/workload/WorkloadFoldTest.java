package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.Scaling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadFoldTest extends FoldScenario {

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
    Scaling last = scalings(out).get(scalings(out).size() - 1);
    assertThat(last.getReason()).contains("chance");
    assertThat(last.getShortageRisk()).isBetween(0.0, 0.5);
    double busy = last.getExpectedLoad() / last.getCapacityPerInstance();
    assertThat(last.getWaste())
        .isBetween(0.0, 1.0)
        .isCloseTo(Math.max(0, 1 - busy / last.getRecommended()), within(1e-9));
    assertThat(scalings(out).get(0).getShortageRisk()).as("no plan yet").isNull();
    assertThat(scalings(out).get(0).getWaste()).isNull();
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
