package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.launcher.process.Services;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From counters of requests to pods: two workloads with days of history, one whose load rises each
 * day soon after now, and one whose load fell an hour ago. Signals, forecast, recommendation,
 * remediator and simulated cluster are the real ones; nothing is put in between.
 */
class ScalingTest {

  private static final Duration HISTORY = Duration.ofDays(4);
  private static final Duration SCRAPE = Duration.ofMinutes(1);

  /** The time that passes quickly after the deployments appeared. */
  private static final Duration QUICKLY = Duration.ofMinutes(5);

  /** Between two forecasts: days of them are made here while somebody waits. */
  private static final Duration PERIOD = Duration.ofMinutes(2);

  private static final Duration SCALE_IN_AFTER = Duration.ofMinutes(3);
  private static final String MORNING = "shop/Deployment/morning";
  private static final String EVENING = "shop/Deployment/evening";
  private static final double QUIET = 50;

  @TempDir Path data;
  private RowWorld world;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant begin = now.minus(HISTORY);
  private final Instant rise = now.plus(QUICKLY).plus(Duration.ofMinutes(3));
  private final Instant fall = now.minus(Duration.ofHours(1));
  private final LoadHistory morning =
      new LoadHistory("demo/" + MORNING, rise, begin, m -> peak(m, 160), 1);
  private final LoadHistory evening =
      new LoadHistory(
          "demo/" + EVENING, fall.minus(Duration.ofHours(3)), begin, m -> peak(m, 240), 2);
  private final List<Scaling> advice = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> forecast = new ConcurrentHashMap<>();

  @BeforeEach
  void start() {
    world =
        new RowWorld(
            data,
            EnumSet.of(Services.CONNECT, Services.RCA, Services.FORECAST, Services.REMEDIATOR),
            Map.of(
                "forecast.period",
                PERIOD.toMinutes() + "m",
                "forecast.lead-time",
                "5m",
                "forecast.scaling.scale-in-after",
                SCALE_IN_AFTER.toMinutes() + "m"),
            "shop");
    world.read(Topics.SCALING, advice::add);
    // A workload's forecasts stand in several partitions, of which one may be read ahead.
    world.read(
        Topics.FORECASTS,
        f ->
            forecast.merge(
                f.getEntity(), f.getMadeAt(), BinaryOperator.maxBy(Comparator.naturalOrder())));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static Deployment deployment(String entity, int replicas) {
    String name = entity.substring(entity.lastIndexOf('/') + 1);
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("a:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Quiet, but for three hours that begin with a rise of three minutes. */
  private static double peak(double minute, double height) {
    double risen = Math.min(1, Math.max(0, minute) / 3);
    return minute < 180 ? QUIET + (height - QUIET) * risen : QUIET;
  }

  private void scrape(Instant time, boolean deployed) {
    morning.scrape(time, 1).forEach(b -> world.send(Topics.METRICS, b.getEntity(), b));
    evening
        .scrape(time, deployed ? 3 : 1)
        .forEach(b -> world.send(Topics.METRICS, b.getEntity(), b));
  }

  private int replicas(String entity) {
    String name = entity.substring(entity.lastIndexOf('/') + 1);
    Deployment live = world.root.apps().deployments().inNamespace("shop").withName(name).get();
    return live.getSpec().getReplicas();
  }

  private Optional<Remediation> scalingOf(String entity) {
    return world.remediations.values().stream()
        .filter(r -> r.getEntity().equals("demo/" + entity) && r.getAction() == ActionKind.SCALE)
        .filter(r -> r.getState() != RemediationState.SUPERSEDED)
        .min(Comparator.comparing(Remediation::getCreatedAt));
  }

  private List<Scaling> adviceFor(String entity) {
    return advice.stream().filter(s -> s.getEntity().equals("demo/" + entity)).toList();
  }

  @Test
  void scalesOutBeforeTheLoadComesAndInWhenItHasStayedAway() {
    Instant at = begin;
    while (at.isBefore(now)) {
      at = at.plus(SCRAPE);
      scrape(at, false);
    }
    learned(at.minus(PERIOD));
    world.deploy(deployment(MORNING, 1));
    world.deploy(deployment(EVENING, 3));
    world.known(MORNING, "readyReplicas", "1");
    world.known(EVENING, "readyReplicas", "3");
    while (at.isBefore(now.plus(QUICKLY))) {
      at = at.plus(SCRAPE.dividedBy(4));
      scrape(at, true);
    }

    untilDone(at);
    ahead();
    late();
  }

  /** Waits until both forecasts have come so far: capacity is learned of one instance each. */
  private void learned(Instant until) {
    await()
        .atMost(RowWorld.PATIENCE.multipliedBy(3))
        .untilAsserted(
            () ->
                assertThat(forecast.values())
                    .hasSize(2)
                    .allSatisfy(made -> assertThat(made).isAfterOrEqualTo(until)));
  }

  /** Time goes on at its usual pace, with a person who approves what is asked. */
  private void untilDone(Instant from) {
    Instant begun = Instant.now();
    try {
      await()
          .atMost(RowWorld.PATIENCE.multipliedBy(3))
          .pollInterval(Duration.ofSeconds(2))
          .until(
              () -> {
                scrape(from.plus(Duration.between(begun, Instant.now())), true);
                scalingOf(EVENING).ifPresent(this::approve);
                return Stream.of(MORNING, EVENING)
                    .allMatch(e -> scalingOf(e).filter(ScalingTest::verified).isPresent());
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(story(), e);
    }
  }

  private void approve(Remediation r) {
    if (r.getState() == RemediationState.AWAITING_APPROVAL && world.approved.add(r.getId())) {
      world.order(CommandType.APPROVE, r.getId(), r.getDiffHash(), Map.of());
    }
  }

  /** What was advised and what became of it. */
  private String story() {
    return Stream.concat(
            advice.stream()
                .map(
                    s ->
                        "%s %s %d to %d: %s"
                            .formatted(
                                s.getTime(),
                                s.getEntity(),
                                s.getCurrent(),
                                s.getRecommended(),
                                s.getReason())),
            world.remediations.values().stream().map(r -> r.getEntity() + " " + r.getSteps()))
        .collect(Collectors.joining("\n"));
  }

  private static boolean verified(Remediation r) {
    return r.getState() == RemediationState.VERIFIED;
  }

  /** At the load of that moment one instance was enough, and no autoscaler would have moved. */
  private void ahead() {
    Remediation out = scalingOf(MORNING).orElseThrow();
    assertThat(out.getFault()).isEqualTo(FaultKind.LOAD_ABOVE_CAPACITY.id());
    assertThat(out.getApprovedBy()).as("unasked").isEqualTo("policy");
    assertThat(replicas(MORNING)).isEqualTo(2);
    Scaling first =
        adviceFor(MORNING).stream()
            .filter(s -> s.getRecommended() > s.getCurrent())
            .findFirst()
            .orElseThrow();
    assertThat(first.getRecommended()).isEqualTo(2);
    assertThat(first.getCapacityPerInstance())
        .as("learned from the counters")
        .isBetween(0.85 * LoadHistory.CARRIES, 1.15 * LoadHistory.CARRIES);
    assertThat(first.getLoad()).isLessThan(0.7 * first.getCapacityPerInstance());
    assertThat(morning.load(first.getTime())).isEqualTo(QUIET);
    assertThat(first.getUpperLoad()).isGreaterThan(first.getCapacityPerInstance());
  }

  /** Fewer are advised only when fewer have sufficed for a while, and a person decides. */
  private void late() {
    Remediation in = scalingOf(EVENING).orElseThrow();
    assertThat(in.getFault()).isEqualTo(FaultKind.OVER_PROVISIONED.id());
    assertThat(in.getApprovedBy()).isEqualTo("ann");
    assertThat(replicas(EVENING)).as("one step").isEqualTo(2);
    List<Scaling> all = adviceFor(EVENING);
    Scaling fewer =
        all.stream().filter(s -> s.getRecommended() < s.getCurrent()).findFirst().orElseThrow();
    assertThat(fewer.getTime()).isAfter(fall);
    assertThat(Duration.between(all.get(0).getTime(), fewer.getTime()))
        .as("hysteresis")
        .isGreaterThanOrEqualTo(SCALE_IN_AFTER);
  }
}
