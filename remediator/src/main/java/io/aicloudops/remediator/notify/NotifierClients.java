package io.aicloudops.remediator.notify;

import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topics;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What the notifier reads and writes with; consumers are asked for anew after each failure.
 *
 * @param notifications reads all partitions from their beginning, in no group
 * @param topology the same; asked for only where routes need labels
 */
public record NotifierClients(
    Supplier<Consumer<String, Incident>> incidents,
    Supplier<Consumer<String, Remediation>> remediations,
    Supplier<Consumer<String, Notification>> notifications,
    Supplier<Consumer<String, TopologyEntity>> topology,
    Supplier<EventProducer> producer) {

  private static final String GROUP = "notifier";

  /** Clients of the process. */
  public NotifierClients(KafkaClients kafka) {
    this(
        () -> kafka.consumer(GROUP, Topics.INCIDENTS),
        () -> kafka.consumer(GROUP + "-remediations", Topics.REMEDIATIONS),
        () -> kafka.consumer(GROUP + "-told", Topics.NOTIFICATIONS),
        () -> kafka.consumer(GROUP + "-labels", Topics.TOPOLOGY),
        () -> kafka.producer(GROUP));
  }
}
