package io.aicloudops.connect.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Outbox;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rows from the engine. A batch counts as received when the log has what it meant; until then
 * it is tried again.
 */
final class RowReceiver implements DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> {

  private static final Logger LOG = LoggerFactory.getLogger(RowReceiver.class);
  private static final String DEAD_LETTERS = "cdc";

  private final CdcSettings settings;
  private final RowMapping mapping;
  private final KnownServices services;
  private final TopologyPublisher topology;
  private final Outbox outbox;
  private final Clock clock;
  private final CountDownLatch closed;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param closed ends the waiting for a log that is away
   */
  RowReceiver(
      CdcSettings settings,
      RowMapping mapping,
      KnownServices services,
      TopologyPublisher topology,
      EventLog log,
      Clock clock,
      CountDownLatch closed) {
    this.settings = settings;
    this.mapping = mapping;
    this.services = services;
    this.topology = topology;
    this.outbox = new Outbox(log);
    this.clock = clock;
    this.closed = closed;
    services.rows().values().forEach(row -> topology.put(mapping.service(row, clock.instant())));
  }

  @Override
  public void handleBatch(
      List<ChangeEvent<String, String>> events,
      DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
      throws InterruptedException {
    for (ChangeEvent<String, String> event : events) {
      try {
        row(event);
      } catch (JsonProcessingException | IllegalArgumentException e) {
        LOG.warn("A row of {} has no meaning: {}", event.destination(), e.getMessage());
        outbox.addLetter(DEAD_LETTERS, event.value(), "" + e.getMessage(), clock.instant());
      }
    }
    while (!delivered()) {
      if (closed.await(1, TimeUnit.SECONDS)) {
        return; // not received: the engine brings it again
      }
    }
    services.save();
    for (ChangeEvent<String, String> event : events) {
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private void row(ChangeEvent<String, String> event) throws JsonProcessingException {
    if (event.value() == null) {
      return;
    }
    JsonNode value = json.readTree(event.value());
    String key = Objects.requireNonNullElse(event.key(), "");
    JsonNode source = value.path("source");
    String table = source.path("schema").asText() + "." + source.path("table").asText();
    Instant time = Instant.ofEpochMilli(source.path("ts_ms").asLong(clock.millis()));
    JsonNode after = value.path("after");
    boolean deleted = after.isMissingNode() || after.isNull();
    if (table.equals(settings.services())) {
      service(key, deleted ? null : after, value.path("before"), time);
    } else if (table.equals(settings.deployments()) && !deleted) {
      Change change = mapping.deployment(key, after, time);
      outbox.add(Topics.CHANGES, change.getEntity(), change, change.getTime());
    }
  }

  private void service(String key, @Nullable JsonNode after, JsonNode told, Instant time) {
    if (after == null) {
      JsonNode known = services.remove(key);
      gone(mapping.service(known == null ? told : known, time));
      return;
    }
    TopologyEntity now = mapping.service(after, time);
    JsonNode known = services.put(key, after);
    if (known != null) {
      TopologyEntity was = mapping.service(known, time);
      if (!was.getEntity().equals(now.getEntity())) {
        gone(was);
      }
    }
    topology.put(now);
  }

  private void gone(TopologyEntity entity) {
    topology.gone(EntityId.parse(entity.getEntity()), RowMapping.SOURCE);
  }

  private boolean delivered() {
    outbox.flush();
    String trouble = outbox.trouble();
    if (!trouble.isEmpty()) {
      LOG.warn("Rows wait for the log: {}", trouble);
      return false;
    }
    return topology.flush();
  }
}
