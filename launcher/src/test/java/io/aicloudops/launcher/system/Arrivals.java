package io.aicloudops.launcher.system;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What came in through the doors of an installation, read from its log from the beginning. */
final class Arrivals implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<String, Alert> alerts;
  private final Consumer<String, MetricBatch> metrics;
  private final List<AlertStatus> states = new ArrayList<>();
  private long samples;

  Arrivals(Rig rig) {
    alerts = rig.installation.kafka().consumer("arrived-alerts", Topics.ALERTS);
    metrics = rig.installation.kafka().consumer("arrived-samples", Topics.METRICS);
    alerts.subscribe(List.of(Topics.ALERTS.name()));
    metrics.subscribe(List.of(Topics.METRICS.name()));
  }

  /** The state of each alert so far, in the order they came. */
  List<AlertStatus> alerts() {
    for (ConsumerRecord<String, Alert> record : alerts.poll(POLL)) {
      states.add(record.value().getStatus());
    }
    return List.copyOf(states);
  }

  /** How many samples came by remote write so far. */
  long samples() {
    for (ConsumerRecord<String, MetricBatch> record : metrics.poll(POLL)) {
      if (record.value().getSource().startsWith("remote-write")) {
        samples += record.value().getValues().size();
      }
    }
    return samples;
  }

  @Override
  public void close() {
    alerts.close();
    metrics.close();
  }
}
