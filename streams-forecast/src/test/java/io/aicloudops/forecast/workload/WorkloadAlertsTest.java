package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkloadAlertsTest extends FoldScenario {

  private SignalTrack fineLoad() {
    return Objects.requireNonNull(workload.signals.get(FakeWorkload.LOAD)).track(SignalMemory.FINE);
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
  void aVolumeThatFillsUpIsForeseenBehindAFullerOne() {
    ForecastRules slow =
        new ForecastRules(
            Duration.ofHours(6), RULES.leadTime(), Duration.ofDays(1), RULES.scaling());
    WorkloadFold fold = new WorkloadFold(slow);
    workload = new Workload(FakeWorkload.ENTITY, slow);
    String still = "kubelet_volume_stats_used_bytes:saturation{volume=\"still\"}";
    String filling = "kubelet_volume_stats_used_bytes:saturation{volume=\"filling\"}";
    List<Output> out = new ArrayList<>();
    for (int step = 0; step < 4 * 144; step++) {
      now += 600_000;
      var batch = fake.batch(now, 600_000, 60);
      List<String> names = new ArrayList<>(batch.getSignals());
      names.addAll(List.of(still, filling));
      batch.setSignals(names);
      List<SignalRole> roles = new ArrayList<>(batch.getRoles());
      roles.addAll(List.of(SignalRole.SATURATION, SignalRole.SATURATION));
      batch.setRoles(roles);
      List<Double> values = new ArrayList<>(batch.getValues());
      values.addAll(List.of(0.85, 0.4 + 0.1 * step / 144));
      batch.setValues(values);
      out.addAll(fold.signals(workload, batch));
    }
    List<Output.Alerted> full =
        alerts(out).stream().filter(a -> a.event().getName().equals("ResourceFullSoon")).toList();
    assertThat(full).hasSize(1);
    assertThat(full.get(0).event().getLabels()).containsEntry("signal", filling);
    assertThat(forecasts(out, still)).isNotEmpty();
    assertThat(forecasts(out, filling)).isEmpty();
  }
}
