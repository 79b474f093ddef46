package io.aicloudops.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

class SendErrorsTest {

  private final SendErrors handler = new SendErrors();
  private final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("out", new byte[] {1});

  SendErrorsTest() {
    handler.configure(
        Map.of("errors.dead.letter.queue.topic.name", "letters", "application.id", "me"));
  }

  @Test
  void putsWhatIsTooLargeAsideWithItsInputAndGoesOn() {
    Response response =
        handler.handleError(
            new FailedInput(new byte[] {9}), record, new RecordTooLargeException("20 MB"));

    assertThat(response.result()).isEqualTo(Result.RESUME);
    assertThat(response.deadLetterQueueRecords())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.topic()).isEqualTo("letters");
              assertThat(letter.value()).containsExactly(9);
              assertThat(letter.key()).asString(UTF_8).isEqualTo("me");
              assertThat(letter.headers().lastHeader(DeadLetterHeaders.KEY).value())
                  .containsExactly(8);
              assertThat(letter.headers().lastHeader(DeadLetterHeaders.REASON).value())
                  .asString(UTF_8)
                  .startsWith("in-0 offset 7: ")
                  .contains("20 MB");
            });
  }

  @Test
  void putsWhatCannotBeWrittenAsideAndGoesOn() {
    Response response =
        handler.handleSerializationError(
            new FailedInput(new byte[] {9}),
            record,
            new SerializationException("bad"),
            SerializationExceptionOrigin.VALUE);

    assertThat(response.result()).isEqualTo(Result.RESUME);
    assertThat(response.deadLetterQueueRecords()).hasSize(1);
  }

  @Test
  void stopsOnWhatWouldLoseResults() {
    assertThat(
            handler
                .handleError(
                    new FailedInput(new byte[] {9}), record, new ProducerFencedException("fenced"))
                .result())
        .isEqualTo(Result.FAIL);
  }

  @Test
  void boundsTheMemoryOfAStore() {
    SmallRocksDb small = new SmallRocksDb();
    try (Options options = new Options()) {
      options.setTableFormatConfig(new BlockBasedTableConfig());
      small.setConfig("store", options, Map.of());

      assertThat(options.writeBufferSize()).isEqualTo(4 << 20);
      assertThat(options.maxWriteBufferNumber()).isEqualTo(2);
      small.close("store", options);
    }
  }
}
