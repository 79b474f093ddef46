package io.aicloudops.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.registry.RegistryException;
import io.aicloudops.schemas.registry.SchemaRegistry;
import io.aicloudops.schemas.registry.WaitingRegistry;
import io.aicloudops.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class EventSerdesTest {

  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Serde<Alert> alerts = new EventSerdes(registry).of(Topics.ALERTS);

  static Alert alert() {
    return Alert.newBuilder()
        .setFingerprint("ab12")
        .setStatus(AlertStatus.FIRING)
        .setName("TargetDown")
        .setEntity("c/shop/Deployment/cart")
        .setLabels(Map.of("severity", "critical"))
        .setAnnotations(Map.of("summary", "下线"))
        .setStartsAt(Instant.ofEpochMilli(1_700_000_000_123L))
        .setSource("test")
        .setReceivedAt(Instant.ofEpochMilli(1_700_000_001_000L))
        .build();
  }

  @Test
  void writesTheConfluentWireFormat() {
    byte[] frame = alerts.serializer().serialize(Topics.ALERTS.name(), alert());

    assertThat(frame[0]).isZero();
    assertThat(ByteBuffer.wrap(frame).getInt(1))
        .isEqualTo(registry.lookup("aiops.alerts.v1-value", Alert.getClassSchema()));
    assertThat(alerts.deserializer().deserialize("t", frame)).isEqualTo(alert());
  }

  @Test
  void keepsTheBitsOfTheStaleMarker() {
    Serde<MetricBatch> metrics = new EventSerdes(registry).of(Topics.METRICS);
    MetricBatch batch =
        MetricBatch.newBuilder()
            .setEntity("c/n/Pod/p")
            .setTime(Instant.EPOCH)
            .setSource("s")
            .setSeries(List.of("up"))
            .setTypes(List.of(MetricType.GAUGE))
            .setValues(List.of(STALE))
            .build();

    MetricBatch read =
        metrics.deserializer().deserialize("t", metrics.serializer().serialize("t", batch));

    assertThat(Double.doubleToRawLongBits(read.getValues().get(0)))
        .isEqualTo(Double.doubleToRawLongBits(STALE));
  }

  @Test
  void carriesTombstones() {
    assertThat(alerts.serializer().serialize("t", null)).isNull();
    assertThat(alerts.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void callsBadBytesBadWhateverTheyAre() {
    byte[] good = alerts.serializer().serialize(Topics.ALERTS.name(), alert());
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bad =
          random.nextBoolean() ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      for (int k = random.nextInt(4); k >= 0 && bad.length > WireFormat.HEADER; k--) {
        bad[WireFormat.HEADER + random.nextInt(bad.length - WireFormat.HEADER)] =
            (byte) random.nextInt(256);
      }
      try {
        alerts.deserializer().deserialize("t", bad);
      } catch (RuntimeException e) {
        assertThat(e).as("seed %d", seed).isInstanceOf(SerializationException.class);
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAFrame() {
    assertThatThrownBy(() -> alerts.deserializer().deserialize("t", new byte[] {1, 2}))
        .hasMessageContaining("too short");
    assertThatThrownBy(
            () ->
                alerts
                    .deserializer()
                    .deserialize(
                        "t", "{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessageContaining("not in the Confluent wire format");
    assertThatThrownBy(() -> alerts.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 99, 1}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("99");
  }

  @Test
  void waitsForARegistryThatIsAwayInsteadOfBlamingTheRecord() {
    byte[] frame = alerts.serializer().serialize(Topics.ALERTS.name(), alert());
    AtomicInteger asked = new AtomicInteger();
    SchemaRegistry away = new AwayAtFirst(registry, asked);

    Alert read = new EventDeserializer<>(away, Alert.class).deserialize("t", frame);

    assertThat(read).isEqualTo(alert());
    assertThat(asked).hasValue(3);
  }

  @Test
  void waitsWithAResultForARegistryThatIsAwayAndSaysSoWhereSomebodyWaits() {
    AtomicInteger asked = new AtomicInteger();
    SchemaRegistry away = new AwayAtFirst(new InMemorySchemaRegistry(), asked);
    Serde<Alert> atOnce = new EventSerdes(away, true).of(Topics.ALERTS);

    assertThatThrownBy(() -> atOnce.serializer().serialize("t", alert()))
        .isInstanceOf(RegistryException.class);
    Serde<Alert> patient = new EventSerdes(new WaitingRegistry(away), true).of(Topics.ALERTS);
    byte[] frame = patient.serializer().serialize("t", alert());

    assertThat(asked).hasValue(3);
    assertThat(atOnce.serializer().serialize("t", alert())).isEqualTo(frame);
  }

  @Test
  void refusesToRegisterWhereOperatorsDoIt() {
    Serde<Alert> strict = new EventSerdes(new InMemorySchemaRegistry(), false).of(Topics.ALERTS);

    assertThatThrownBy(() -> strict.serializer().serialize("t", alert()))
        .isInstanceOf(RegistryException.class);
  }

  private record AwayAtFirst(SchemaRegistry registry, AtomicInteger asked)
      implements SchemaRegistry {
    @Override
    public int register(String subject, Schema schema) {
      answer();
      return registry.register(subject, schema);
    }

    @Override
    public int lookup(String subject, Schema schema) {
      return registry.lookup(subject, schema);
    }

    @Override
    public Schema byId(int id) {
      answer();
      return registry.byId(id);
    }

    private void answer() {
      if (asked.incrementAndGet() < 3) {
        throw new RegistryException(0, "away", null);
      }
    }
  }
}
