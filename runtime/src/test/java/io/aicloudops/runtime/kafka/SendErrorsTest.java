package io.aicloudops.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

class SendErrorsTest {

  private final SendErrors handler = new SendErrors();
  private final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("out", new byte[] {1});

  SendErrorsTest() {
    handler.configure(Map.of("errors.dead.letter.queue.topic.name", "letters"));
  }

  @Test
  void putsWhatIsTooLargeAsideWithItsInputAndGoesOn() {
    Response response =
        handler.handleError(new Input(), record, new RecordTooLargeException("20 MB"));

    assertThat(response.result()).isEqualTo(Result.RESUME);
    assertThat(response.deadLetterQueueRecords())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.topic()).isEqualTo("letters");
              assertThat(letter.value()).containsExactly(9);
            });
  }

  @Test
  void putsWhatCannotBeWrittenAsideAndGoesOn() {
    Response response =
        handler.handleSerializationError(
            new Input(),
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
                .handleError(new Input(), record, new ProducerFencedException("fenced"))
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

  /** The input that a result came of. */
  private static final class Input implements ErrorHandlerContext {
    @Override
    public String topic() {
      return "in";
    }

    @Override
    public int partition() {
      return 0;
    }

    @Override
    public long offset() {
      return 7;
    }

    @Override
    public Headers headers() {
      return new RecordHeaders();
    }

    @Override
    public String processorNodeId() {
      return "node";
    }

    @Override
    public TaskId taskId() {
      return new TaskId(0, 0);
    }

    @Override
    public long timestamp() {
      return 1;
    }

    @Override
    public byte[] sourceRawKey() {
      return new byte[] {8};
    }

    @Override
    public byte[] sourceRawValue() {
      return new byte[] {9};
    }
  }
}
