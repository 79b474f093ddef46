package io.aicloudops.rca.signals;

import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** One workload's signals, with batches made of maps and copies of the ticks that came of them. */
abstract class SignalsFixture {

  static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  /** Event time of second 0. */
  static final long BEGIN = 1_000_000_000L;

  record Signal(String name, SignalRole role, double value, String member, double peerScore) {}

  record Tick(long time, long intervalMs, List<Signal> signals) {}

  final List<Tick> ticks = new ArrayList<>();
  EntitySignals signals = new EntitySignals(new EntitySignals.Limits(1000, 100));

  final void offer(String pod, int second, Map<String, Double> samples) {
    offer(pod, second, MetricType.UNKNOWN, samples);
  }

  final void offer(String pod, int second, MetricType type, Map<String, Double> samples) {
    List<String> series = new ArrayList<>();
    List<MetricType> types = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    new TreeMap<>(samples)
        .forEach(
            (text, value) -> {
              series.add(text);
              types.add(type);
              values.add(value);
            });
    offer(pod, BEGIN + 1000L * second, series, types, values);
  }

  final void offer(
      String pod, long millis, List<String> series, List<MetricType> types, List<Double> values) {
    signals.offer(
        new MetricBatch(
            "c/n/Deployment/d", pod, Instant.ofEpochMilli(millis), "test", series, types, values),
        this::keep);
  }

  /** Copies a tick. */
  final void keep(SignalTick tick) {
    List<Signal> copies = new ArrayList<>();
    for (int k = 0; k < tick.size(); k++) {
      SignalTick.Signal s = tick.at(k);
      copies.add(new Signal(s.name(), s.role(), s.value(), s.member(), s.peerScore()));
    }
    ticks.add(new Tick(tick.time(), tick.intervalMs(), copies));
  }

  final Tick last() {
    return ticks.get(ticks.size() - 1);
  }

  final double value(String name) {
    return signal(name).orElseThrow(() -> new AssertionError(name + " not in " + last())).value();
  }

  final Optional<Signal> signal(String name) {
    return last().signals().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** All values of a signal, tick after tick, where it was there. */
  final double[] course(String name) {
    return ticks.stream()
        .flatMap(tick -> tick.signals().stream())
        .filter(signal -> signal.name().equals(name))
        .flatMapToDouble(signal -> DoubleStream.of(signal.value()))
        .toArray();
  }

  /** A batch whose names are shared with the next, as those from the topic are. */
  static Texts shared(String... series) {
    return Texts.of(List.of(series));
  }
}
