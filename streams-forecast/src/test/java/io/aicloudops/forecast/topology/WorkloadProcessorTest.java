package io.aicloudops.forecast.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.forecast.ForecastSettings;
import io.aicloudops.forecast.workload.FakeWorkload;
import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.SignalBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Who is silent, who is forgotten, and what of a state is kept in memory. */
class WorkloadProcessorTest {

  private static final long START = 1_760_000_000_000L;
  private static final long STEP = 15_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final String FRONT = "demo/shop/Deployment/front";
  private static final String CART = "demo/shop/Deployment/cart";
  private static final String JOB = "demo/batch/Pod/job-7";

  private final ForecastRules rules = Settings.of(Map.of()).read(ForecastSettings.SECTION).rules();
  private final FakeWorkload fake = new FakeWorkload(31, true);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, Integer> calls = new HashMap<>();
  private final KeyValueStore<String, byte[]> store = emptyStore();
  private final MockProcessorContext<String, Output> context = new MockProcessorContext<>();
  private WorkloadProcessor processor = started(context, store);
  private long now = START;

  private static KeyValueStore<String, byte[]> emptyStore() {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.STORE),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    return store;
  }

  private WorkloadProcessor started(
      MockProcessorContext<String, Output> context, KeyValueStore<String, byte[]> store) {
    context.addStateStore(counted(store));
    WorkloadProcessor started = new WorkloadProcessor(rules, new RecommendationGauges(meters));
    started.init(context);
    return started;
  }

  @SuppressWarnings("unchecked")
  private KeyValueStore<String, byte[]> counted(KeyValueStore<String, byte[]> store) {
    return (KeyValueStore<String, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void deploy(String... entities) {
    for (String entity : entities) {
      var deployed = fake.deployed(now);
      deployed.setEntity(entity);
      processor.process(new Record<>(entity, new WorkloadInput.Deployed(deployed), now));
    }
  }

  private SignalBatch batch(String entity, long time, long step) {
    SignalBatch batch = fake.batch(time, step, 60);
    batch.setEntity(entity);
    return batch;
  }

  private void hear(String entity, long time, long step) {
    processor.process(
        new Record<>(entity, new WorkloadInput.Signals(batch(entity, time, step)), time));
  }

  /** Time goes on by so much, while each of them says something at every step. */
  private void run(long duration, long step, String... entities) {
    for (long end = now + duration; now < end; ) {
      now += step;
      for (String entity : entities) {
        hear(entity, now, step);
      }
    }
  }

  /** The same, beside two whose clock is ahead. */
  private void runBesideAWrongClock(long duration, long ahead, String... entities) {
    for (long end = now + duration; now < end; ) {
      run(STEP, STEP, entities);
      hear("demo/far/Deployment/a", now + ahead, STEP);
      hear("demo/far/Deployment/b", now + ahead, STEP);
    }
  }

  private List<Alert> alerts() {
    return context.forwarded().stream()
        .map(forward -> forward.record().value())
        .filter(Output.Alerted.class::isInstance)
        .map(output -> ((Output.Alerted) output).event())
        .toList();
  }

  private List<String> stored(String entity) {
    List<String> keys = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(
          entry -> {
            if (entry.key.startsWith(entity)) {
              keys.add(entry.key);
            }
          });
    }
    return keys;
  }

  private boolean advised(String workload) {
    return meters.find("aiops.recommended.instances").tag("workload", workload).gauge() != null;
  }

  @Test
  void aSenderWhoseClockIsAheadMakesNobodySilent() {
    deploy(FRONT, CART, "demo/far/Deployment/a", "demo/far/Deployment/b");
    run(15 * MINUTE, STEP, FRONT, CART);
    runBesideAWrongClock(15 * MINUTE, 8 * MINUTE, FRONT, CART);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void whoIsSilentBesideAWrongClockIsNoticedOnceAndResolvedOnItsReturn() {
    deploy(FRONT, CART, "demo/far/Deployment/a", "demo/far/Deployment/b");
    run(15 * MINUTE, STEP, FRONT, CART);
    runBesideAWrongClock(4 * MINUTE, 8 * MINUTE, FRONT, CART);
    long last = now;
    runBesideAWrongClock(4 * MINUTE, 8 * MINUTE, CART);
    assertThat(alerts()).isEmpty();
    runBesideAWrongClock(6 * MINUTE, 8 * MINUTE, CART);
    assertThat(alerts()).hasSize(1);
    Alert raised = alerts().get(0);
    assertThat(raised.getEntity()).isEqualTo(FRONT);
    assertThat(raised.getName()).isEqualTo("ForecastStale");
    assertThat(raised.getStartsAt().toEpochMilli()).isBetween(last + 4 * MINUTE, last + 7 * MINUTE);
    run(8 * MINUTE, STEP, FRONT, CART);
    assertThat(alerts()).hasSize(2);
    assertThat(alerts().get(1).getStatus()).isEqualTo(AlertStatus.RESOLVED);
  }

  @Test
  void oneBatchOfNextYearDoesNotEndTheWatch() {
    deploy(FRONT, CART);
    run(15 * MINUTE, STEP, FRONT, CART);
    hear(JOB, now + 365 * DAY, STEP);
    run(10 * MINUTE, STEP, CART, "demo/shop/Deployment/pay");
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().get(0).getEntity()).isEqualTo(FRONT);
  }

  @Test
  void anInstanceThatStartedAnewStillNoticesTheSilence() {
    deploy(FRONT, CART);
    run(15 * MINUTE, STEP, FRONT, CART);
    processor = started(context, store);
    run(10 * MINUTE, STEP, CART, "demo/shop/Deployment/pay");
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().get(0).getEntity()).isEqualTo(FRONT);
  }

  @Test
  void aScaleToZeroWhileSilentResolvesWhatWasRaised() {
    deploy(FRONT, CART);
    run(15 * MINUTE, STEP, FRONT, CART);
    run(10 * MINUTE, STEP, CART, "demo/shop/Deployment/pay");
    assertThat(alerts()).hasSize(1);
    fake.replicas = 0;
    deploy(FRONT);
    run(MINUTE, STEP, CART, "demo/shop/Deployment/pay");
    assertThat(alerts()).hasSize(2);
    assertThat(alerts().get(1).getStatus()).isEqualTo(AlertStatus.RESOLVED);
  }

  @Test
  void whatTheTopologyNeverToldOfIsForgottenAfterADay() {
    deploy(FRONT, CART);
    run(30 * MINUTE, MINUTE, FRONT, CART, JOB);
    assertThat(stored(JOB)).isNotEmpty();
    run(23 * 60 * MINUTE, 5 * MINUTE, FRONT, CART);
    assertThat(stored(JOB)).isNotEmpty();
    run(2 * 60 * MINUTE, 5 * MINUTE, FRONT, CART);
    assertThat(stored(JOB)).isEmpty();
    assertThat(stored(FRONT)).isNotEmpty();
  }

  @Test
  void itIsForgottenAfterARestartAsWell() {
    deploy(FRONT, CART);
    run(30 * MINUTE, MINUTE, FRONT, CART, JOB);
    run(20 * 60 * MINUTE, 5 * MINUTE, FRONT, CART);
    processor = started(context, store);
    run(5 * 60 * MINUTE, 5 * MINUTE, FRONT, CART);
    assertThat(stored(JOB)).isEmpty();
  }

  @Test
  void adviceOfYesterdayIsNotShownButWhatWasLearnedIsKept() {
    deploy(FRONT, CART);
    run(60 * MINUTE, MINUTE, FRONT, CART);
    assertThat(advised("front")).isTrue();
    run(25 * 60 * MINUTE, 5 * MINUTE, CART, JOB);
    assertThat(advised("front")).isFalse();
    assertThat(advised("cart")).isTrue();
    assertThat(stored(FRONT)).isNotEmpty();
    run(30 * MINUTE, MINUTE, FRONT, CART);
    assertThat(advised("front")).isTrue();
  }

  @Test
  void whoSpeaksWithAClockOfYesterdayIsNotForgotten() {
    run(15 * MINUTE, STEP, FRONT, CART);
    for (int k = 0; k < 60; k++) {
      run(STEP, STEP, FRONT, CART);
      hear(JOB, now - 2 * DAY, STEP);
      assertThat(stored(JOB)).as("batch %d", k).isNotEmpty();
    }
  }

  @Test
  void aBatchThatFailsHalfDoneLeavesNothing() {
    run(10 * MINUTE, STEP, FRONT);
    Map<String, byte[]> before = content(store);
    SignalBatch broken = batch(FRONT, now + STEP, STEP);
    broken.setSignals(broken.getSignals().subList(0, 5));
    broken.setRoles(broken.getRoles().subList(0, 5));
    broken.setValues(broken.getValues().subList(0, 4)); // The load is there, the memory is not.
    assertThatThrownBy(
            () ->
                processor.process(
                    new Record<>(FRONT, new WorkloadInput.Signals(broken), now + STEP)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    SignalBatch next = batch(FRONT, now + 2 * STEP, STEP);
    processor.process(new Record<>(FRONT, new WorkloadInput.Signals(next), now + 2 * STEP));

    KeyValueStore<String, byte[]> other = emptyStore();
    before.forEach(other::put);
    WorkloadProcessor untouched = started(new MockProcessorContext<>(), other);
    untouched.process(new Record<>(FRONT, new WorkloadInput.Signals(next), now + 2 * STEP));
    assertThat(content(store)).usingRecursiveComparison().isEqualTo(content(other));
  }

  private static Map<String, byte[]> content(KeyValueStore<String, byte[]> store) {
    Map<String, byte[]> content = new TreeMap<>();
    try (var all = store.all()) {
      all.forEachRemaining(
          entry -> content.put(entry.key, Arrays.copyOf(entry.value, entry.value.length)));
    }
    return content;
  }

  @Test
  void watchingReadsNothingOfThoseThatSpeak() {
    deploy(FRONT, CART);
    run(2 * MINUTE, STEP, FRONT, CART);
    calls.clear();
    run(30 * MINUTE, STEP, FRONT, CART);
    assertThat(calls).doesNotContainKeys("all", "range", "prefixScan");
    assertThat(calls.getOrDefault("get", 0)).isZero();
  }
}
