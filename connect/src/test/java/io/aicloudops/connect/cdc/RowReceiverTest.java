package io.aicloudops.connect.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.topics.Topics;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RowReceiverTest {

  private final RecordingLog log = new RecordingLog();
  private final List<Object> marked = new ArrayList<>();

  private record Row(String key, String value) implements ChangeEvent<String, String> {
    @Override
    public String destination() {
      return "aiops-cdc.public.deployments";
    }

    @Override
    public Integer partition() {
      return 0;
    }
  }

  private final class Marks implements DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> {
    @Override
    public void markProcessed(ChangeEvent<String, String> event) {
      marked.add(event);
    }

    @Override
    public void markBatchFinished() {}

    @Override
    public void markProcessed(
        ChangeEvent<String, String> event, DebeziumEngine.Offsets sourceOffsets) {
      marked.add(event);
    }

    @Override
    public DebeziumEngine.Offsets buildOffsets() {
      throw new UnsupportedOperationException();
    }
  }

  private static Row deployment(String service) {
    return new Row(
        service,
        "{\"source\": {\"schema\": \"public\", \"table\": \"deployments\", \"ts_ms\": 1},"
            + " \"after\": {\"service\": \""
            + service
            + "\"}}");
  }

  @Test
  @Timeout(60)
  void aRowThatTheLogNeverTakesHoldsUpNoOther(@TempDir Path folder) throws InterruptedException {
    CdcSettings settings = Settings.of(Map.of()).read(new Section<>("cdc", CdcSettings.class));
    RowReceiver receiver =
        new RowReceiver(
            settings,
            new RowMapping(settings, "c"),
            new KnownServices(folder.resolve("services.json")),
            new TopologyPublisher(
                new CallGraph(new Workloads("c"), Duration.ofHours(1), 1000),
                log,
                Clock.systemUTC(),
                Duration.ofSeconds(1)),
            log,
            Clock.systemUTC(),
            new CountDownLatch(1));
    log.fail("c/default/Deployment/huge", new RecordTooLargeException("2 MB"));
    List<ChangeEvent<String, String>> rows =
        List.of(deployment("huge"), new Row("odd", "{nope"), deployment("cart"));
    receiver.handleBatch(rows, new Marks());
    assertThat(marked).containsExactlyElementsOf(rows);
    assertThat(log.of(Topics.CHANGES))
        .extracting(Change::getEntity)
        .containsExactly("c/default/Deployment/cart");
    assertThat(log.deadLetters())
        .extracting(RecordingLog.DeadLetter::source)
        .containsExactlyInAnyOrder(Topics.CHANGES.name(), "cdc");
  }
}
