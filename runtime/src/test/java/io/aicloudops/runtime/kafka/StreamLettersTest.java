package io.aicloudops.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a stream that is configured as all are. */
class StreamLettersTest {

  private static final byte[] KEY = "shop/cart".getBytes(UTF_8);
  private static final byte[] GOOD = {0, 0, 0, 0, 0, 0, 0, 1};
  private static final byte[] UNLUCKY = {0, 0, 0, 0, 0, 0, 0, 13};

  @TempDir Path data;
  private StreamsService service;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> in;

  @BeforeEach
  void start() {
    Settings settings = Settings.of(Map.of("kafka.bootstrap.servers", "localhost:1"));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    KafkaClients clients =
        new KafkaClients(
            settings.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);
    HttpServer http =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "0123456789abcdef0123456789abcdef",
            meters,
            Clock.systemUTC());
    service =
        new StreamsService(
            "counting",
            new ServiceContext(settings, clients, http, meters, Clock.systemUTC(), data),
            StreamLettersTest::topology);
    driver = new TopologyTestDriver(topology(StreamsService.strictBuilder()), service.properties());
    in = driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Topology topology(StreamsBuilder builder) {
    builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.Long()))
        .mapValues(StreamLettersTest::successor)
        .to("out", Produced.with(Serdes.ByteArray(), Serdes.Long()));
    return builder.build();
  }

  private static long successor(long number) {
    if (number == 13) {
      throw new IllegalStateException("thirteen");
    }
    return number + 1;
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private List<TestRecord<byte[], byte[]>> letters() {
    return driver
        .createOutputTopic(
            Topics.DEAD_LETTERS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), UTF_8);
  }

  @Test
  void ofRecordsThatAProcessorFailsOnHaveTheirApplicationAsKey() {
    in.pipeInput(KEY, UNLUCKY);
    in.pipeInput(KEY, GOOD);

    assertThat(letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).asString(UTF_8).isEqualTo("aiops-counting");
              assertThat(letter.value()).isEqualTo(UNLUCKY);
              assertThat(header(letter.headers(), DeadLetterHeaders.SOURCE))
                  .isEqualTo("aiops-counting");
              assertThat(header(letter.headers(), DeadLetterHeaders.KEY)).isEqualTo("shop/cart");
              assertThat(header(letter.headers(), DeadLetterHeaders.REASON))
                  .startsWith("in-0 offset 0: ")
                  .contains("thirteen");
              assertThat(header(letter.headers(), "__streams.errors.topic")).isEqualTo("in");
            });
    assertThat(
            driver
                .createOutputTopic("out", new ByteArrayDeserializer(), new LongDeserializer())
                .readValuesToList())
        .as("the stream goes on")
        .containsExactly(2L);
  }

  /** The test driver loses letters of bytes that cannot be read; the system tests see them. */
  @Test
  void ofBytesThatCannotBeReadHaveTheirApplicationAsKey() {
    StreamsConfig configuration = new StreamsConfig(service.properties());
    DeserializationExceptionHandler handler = configuration.deserializationExceptionHandler();
    byte[] poison = new byte[900_000];
    poison[0] = 5;

    DeserializationExceptionHandler.Response response =
        handler.handleError(
            new FailedInput(poison),
            new ConsumerRecord<>("in", 0, 7, new byte[] {8}, poison),
            new SerializationException("not eight bytes"));

    assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
    assertThat(response.deadLetterQueueRecords())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
              assertThat(letter.key()).asString(UTF_8).isEqualTo("aiops-counting");
              assertThat(letter.value())
                  .as("cut to what every broker takes")
                  .hasSize(DeadLetters.LONGEST)
                  .startsWith(5);
              assertThat(letter.headers().lastHeader(DeadLetterHeaders.KEY).value())
                  .containsExactly(8);
              assertThat(header(letter.headers(), DeadLetterHeaders.SOURCE))
                  .isEqualTo("aiops-counting");
              assertThat(header(letter.headers(), DeadLetterHeaders.REASON))
                  .startsWith("in-0 offset 7: ")
                  .contains("not eight bytes");
              assertThat(header(letter.headers(), "__streams.errors.offset")).isEqualTo("7");
            });
  }
}
