package io.aicloudops.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The serdes written by hand read and write exactly what Avro does. */
class ColumnBytesTest {

  private static final String TOPIC = "t";
  private static final List<MetricType> TYPES = List.of(MetricType.values());
  private static final List<SignalRole> ROLES = List.of(SignalRole.values());

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventSerializer<MetricBatch> avroOut = new EventSerializer<>(registry, true);
  private final EventDeserializer<MetricBatch> avroIn =
      new EventDeserializer<>(registry, MetricBatch.class);
  private final Serde<MetricBatch> metrics = new EventSerdes(registry).of(MetricBatch.class);
  private final Serde<SignalBatch> signals = new EventSerdes(registry).of(SignalBatch.class);

  private static String text(Random random) {
    String[] some = {
      "", "up", "http_requests_total{code=\"500\"}", "支付_请求", "é😀", "x".repeat(200)
    };
    return some[random.nextInt(some.length)];
  }

  private static double number(Random random) {
    double[] some = {0, -0.0, Double.NaN, 1e-300, Double.NEGATIVE_INFINITY, random.nextGaussian()};
    return some[random.nextInt(some.length)];
  }

  private static List<Double> numbers(Random random, int n) {
    return random.doubles(n).mapToObj(ignored -> number(random)).toList();
  }

  private static MetricBatch batch(Random random) {
    int n = random.nextInt(4) == 0 ? 0 : random.nextInt(150);
    List<String> series = new ArrayList<>();
    List<MetricType> types = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      series.add(text(random));
      types.add(TYPES.get(random.nextInt(TYPES.size())));
    }
    return new MetricBatch(
        text(random),
        text(random),
        Instant.ofEpochMilli(random.nextLong() / 1000),
        text(random),
        series,
        types,
        numbers(random, n));
  }

  @RepeatedTest(20)
  void metricsAreAvrosOwnBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int k = 0; k < 20; k++) {
      MetricBatch batch = batch(random);
      byte[] frame = metrics.serializer().serialize(TOPIC, batch);

      assertThat(frame).as("seed %d", seed).isEqualTo(avroOut.serialize(TOPIC, batch));
      assertThat(metrics.deserializer().deserialize(TOPIC, frame))
          .as("seed %d", seed)
          .isEqualTo(avroIn.deserialize(TOPIC, frame))
          .isEqualTo(batch);
    }
  }

  @RepeatedTest(20)
  void signalsAreAvrosOwnBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    EventSerializer<SignalBatch> avro = new EventSerializer<>(registry, true);
    for (int k = 0; k < 20; k++) {
      int n = random.nextInt(60);
      List<String> names = new ArrayList<>();
      List<SignalRole> roles = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        names.add(text(random));
        roles.add(ROLES.get(random.nextInt(ROLES.size())));
      }
      SignalBatch batch =
          new SignalBatch(
              text(random),
              Instant.ofEpochMilli(random.nextInt()),
              random.nextLong(),
              names,
              roles,
              numbers(random, n),
              numbers(random, n),
              numbers(random, n),
              numbers(random, n),
              numbers(random, n));

      byte[] frame = signals.serializer().serialize(TOPIC, batch);

      assertThat(frame).as("seed %d", seed).isEqualTo(avro.serialize(TOPIC, batch));
      assertThat(signals.deserializer().deserialize(TOPIC, frame))
          .as("seed %d", seed)
          .isEqualTo(batch);
    }
  }

  /** Other programs may write arrays in several blocks, with their sizes. */
  @RepeatedTest(10)
  void readsArraysInBlocks() throws Exception {
    long seed = System.nanoTime();
    MetricBatch batch = batch(new Random(seed));
    byte[] frame = Objects.requireNonNull(avroOut.serialize(TOPIC, batch));
    Schema schema = MetricBatch.getClassSchema();
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(
                        frame, WireFormat.HEADER, frame.length - WireFormat.HEADER, null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(frame, 0, WireFormat.HEADER);
    BinaryEncoder blocks =
        new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, blocks);
    blocks.flush();

    assertThat(metrics.deserializer().deserialize(TOPIC, out.toByteArray()))
        .as("seed %d", seed)
        .isEqualTo(batch);
  }

  @RepeatedTest(10)
  void whatIsBrokenIsAsBrokenAsForAvro() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] frame = Objects.requireNonNull(avroOut.serialize(TOPIC, batch(random)));
    for (int k = 0; k < 100; k++) {
      byte[] broken = Arrays.copyOf(frame, WireFormat.HEADER + random.nextInt(frame.length));
      if (broken.length > WireFormat.HEADER) {
        broken[WireFormat.HEADER + random.nextInt(broken.length - WireFormat.HEADER)] =
            (byte) random.nextInt();
      }
      MetricBatch[] ours = new MetricBatch[1];
      MetricBatch[] avros = new MetricBatch[1];
      Throwable ourError =
          catchThrowable(() -> ours[0] = metrics.deserializer().deserialize(TOPIC, broken));
      Throwable avroError = catchThrowable(() -> avros[0] = avroIn.deserialize(TOPIC, broken));

      assertThat(ourError == null).as("seed %d: %s", seed, ourError).isEqualTo(avroError == null);
      assertThat(ours[0]).as("seed %d", seed).isEqualTo(avros[0]);
    }
  }

  @Test
  void batchesOfTheSameSeriesShareTheirLists() {
    MetricBatch first = batch(new Random(1));
    MetricBatch second = MetricBatch.newBuilder(first).setTime(Instant.EPOCH).build();
    var reader = metrics.deserializer();

    MetricBatch a = reader.deserialize(TOPIC, avroOut.serialize(TOPIC, first));
    MetricBatch b = reader.deserialize(TOPIC, avroOut.serialize(TOPIC, second));

    assertThat(a.getSeries()).isSameAs(b.getSeries());
    assertThat(a.getTypes()).isSameAs(b.getTypes());
  }

  @Test
  void anotherWritersSchemaIsAvrosBusiness() throws Exception {
    Schema schema = MetricBatch.getClassSchema();
    Schema older = Schema.createRecord(schema.getName(), "", schema.getNamespace(), false);
    older.setFields(
        schema.getFields().stream()
            .filter(field -> !field.name().equals("member"))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList());
    assertThat(older.getField("member")).isNull();
    int id = registry.register("older-value", older);
    MetricBatch batch = batch(new Random(2));
    batch.setMember("");
    GenericRecord record = new GenericData.Record(older);
    older.getFields().forEach(field -> record.put(field.name(), batch.get(field.name())));
    record.put("time", batch.getTime().toEpochMilli());
    record.put(
        "types",
        batch.getTypes().stream()
            .map(
                type ->
                    new GenericData.EnumSymbol(
                        older.getField("types").schema().getElementType(), type.name()))
            .toList());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireFormat.header(id));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(older).write(record, encoder);

    assertThat(metrics.deserializer().deserialize(TOPIC, out.toByteArray())).isEqualTo(batch);
  }

  @Test
  void saysWhichFieldIsMissing() {
    MetricBatch batch = batch(new Random(3));
    metrics.serializer().serialize(TOPIC, batch);
    batch.setSource(null);

    assertThatThrownBy(() -> metrics.serializer().serialize(TOPIC, batch))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("source");
  }

  @Test
  void carriesTombstones() {
    assertThat(metrics.serializer().serialize(TOPIC, null)).isNull();
    assertThat(metrics.deserializer().deserialize(TOPIC, null)).isNull();
  }
}
