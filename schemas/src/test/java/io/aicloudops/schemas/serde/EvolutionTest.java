package io.aicloudops.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever was written once stays readable. Each file below {@code fixtures} holds the schema and
 * the bytes of a record as a release wrote it. When this fails, a change of a schema was not
 * backward compatible: give the new field a default, or keep the old one. When a release is made,
 * add the fixtures of its schemas (run {@link #main} with the release's number); never change old
 * ones.
 */
class EvolutionTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  static Stream<Topic<?>> topics() {
    return Topics.all().stream()
        .filter(topic -> SpecificRecord.class.isAssignableFrom(topic.valueType()));
  }

  static List<Path> fixtures() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void readsWhatEarlierReleasesWrote(Path fixture) throws IOException, SchemaValidationException {
    Schema written = new Schema.Parser().parse(Files.readAllLines(fixture).get(0));
    TrustedEvents.ensure();
    Schema present = SpecificData.get().getSchema(topic(fixture).valueType());
    SchemaValidator canRead = new SchemaValidatorBuilder().canReadStrategy().validateLatest();

    canRead.validate(present, List.of(written));
    assertThat(read(fixture)).isInstanceOf(topic(fixture).valueType());
  }

  @Test
  void anAnomalyThatSaysNoSeverityIsAWarning() throws IOException {
    Path fixture = FIXTURES.resolve("aiops.anomalies.v1-2.0.avro.txt");
    assertThat(Files.readString(fixture)).doesNotContain("severity");

    assertThat(read(fixture))
        .isInstanceOfSatisfying(
            Anomaly.class, a -> assertThat(a.getSeverity()).isEqualTo("warning"));
  }

  @Test
  void anAnomalyThatSaysNotWhyHasNoViews() throws IOException {
    Path fixture = FIXTURES.resolve("aiops.anomalies.v1-2.0.avro.txt");
    assertThat(Files.readString(fixture)).doesNotContain("shares");

    assertThat(read(fixture))
        .isInstanceOfSatisfying(Anomaly.class, a -> assertThat(a.getShares()).isEmpty());
  }

  private static Object read(Path fixture) throws IOException {
    List<String> lines = Files.readAllLines(fixture);
    Schema written = new Schema.Parser().parse(lines.get(0));
    TrustedEvents.ensure();
    Schema present = SpecificData.get().getSchema(topic(fixture).valueType());
    byte[] bytes = Base64.getDecoder().decode(lines.get(1));
    return new SpecificDatumReader<>(written, present)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }

  private static Topic<?> topic(Path fixture) {
    String name = fixture.getFileName().toString().replaceFirst("-\\d+\\.\\d+\\.avro\\.txt$", "");
    return topics().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void hasAFixtureOfEachTopic(Topic<?> topic) throws IOException {
    assertThat(fixtures().stream().map(p -> p.getFileName().toString()))
        .anyMatch(n -> n.startsWith(topic.name() + "-"));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyFieldThatIsAddedLaterCanHaveADefault(Topic<?> topic) {
    Schema schema = SpecificData.get().getSchema(topic.valueType());

    assertThatCode(() -> new Schema.Parser().parse(schema.toString())).doesNotThrowAnyException();
    assertThat(schema.getDoc()).as("documentation of %s", schema.getName()).isNotBlank();
  }

  /** Writes the fixtures of a release, e.g. 2.0; run in the module's folder. */
  public static void main(String[] args) throws IOException {
    for (Topic<?> topic : topics().toList()) {
      Files.writeString(
          FIXTURES.resolve(topic.name() + "-" + args[0] + ".avro.txt"), current(topic));
    }
  }

  /** Two lines for a fixture file of a topic: the schema, and a random record of it in Base64. */
  static String current(Topic<?> topic) throws IOException {
    Schema schema = SpecificData.get().getSchema(topic.valueType());
    Object datum = new RandomData(schema, 1, new Random(7).nextLong(), true).iterator().next();
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    var encoder = org.apache.avro.io.EncoderFactory.get().directBinaryEncoder(out, null);
    new org.apache.avro.generic.GenericDatumWriter<>(schema, GenericData.get())
        .write(datum, encoder);
    encoder.flush();
    return schema
        + "\n"
        + new String(Base64.getEncoder().encode(out.toByteArray()), StandardCharsets.US_ASCII)
        + "\n";
  }
}
