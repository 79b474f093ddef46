package io.aicloudops.connect.kubernetes.inspection;

import io.aicloudops.connect.kubernetes.inspection.checks.Gauge;
import io.aicloudops.runtime.kafka.Polling;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.identity.SeriesName;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The last values of a few metrics, read from the end of the log when they are asked for: nothing
 * is kept between two inspections, and whoever wrote the samples does not matter.
 */
final class RecentGauges {

  private static final Duration POLL = Duration.ofMillis(200);

  /** What the log does not give within this is done without. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Supplier<Consumer<String, MetricBatch>> consumers;
  private final Set<String> metrics;

  RecentGauges(Supplier<Consumer<String, MetricBatch>> consumers, Set<String> metrics) {
    this.consumers = consumers;
    this.metrics = Set.copyOf(metrics);
  }

  /**
   * Those of a cluster since a time.
   *
   * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked
   */
  List<Gauge> since(Instant from, String cluster) {
    Map<List<String>, Gauge> last = new LinkedHashMap<>();
    try (Consumer<String, MetricBatch> consumer = consumers.get()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.METRICS.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      seek(consumer, ends, from);
      Instant until = Instant.now().plus(PATIENCE);
      while (Instant.now().isBefore(until)
          && ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, MetricBatch> record :
            Polling.poll(consumer, POLL, Polling::pass)) {
          take(record.value(), cluster, last);
        }
      }
    }
    return List.copyOf(last.values());
  }

  private static void seek(
      Consumer<String, MetricBatch> consumer, Map<TopicPartition, Long> ends, Instant from) {
    Map<TopicPartition, Long> times = new HashMap<>();
    ends.keySet().forEach(partition -> times.put(partition, from.toEpochMilli()));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) ->
                consumer.seek(
                    partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
  }

  private void take(MetricBatch batch, String cluster, Map<List<String>, Gauge> last) {
    if (EntityId.tryParse(batch.getEntity()).filter(e -> e.cluster().equals(cluster)).isEmpty()) {
      return;
    }
    for (int i = 0; i < batch.getSeries().size(); i++) {
      String text = batch.getSeries().get(i);
      int brace = text.indexOf('{');
      double value = batch.getValues().get(i);
      if (metrics.contains(brace < 0 ? text : text.substring(0, brace)) && Double.isFinite(value)) {
        SeriesName series = SeriesName.parse(text);
        last.put(
            List.of(batch.getEntity(), batch.getMember(), text),
            new Gauge(batch.getEntity(), batch.getMember(), series.name(), series.labels(), value));
      }
    }
  }
}
