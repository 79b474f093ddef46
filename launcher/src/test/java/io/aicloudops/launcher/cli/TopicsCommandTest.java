package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.broker.EmbeddedBroker;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsCommandTest {

  @TempDir Path directory;

  @Test
  void saysWhatIsMissingAndCreatesIt() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
      broker.start();
      String where = "kafka.bootstrap.servers=" + broker.bootstrapServers();

      CliRun before = CliRun.of("topics", "--json", "-D", where);
      assertThat(before.code()).isEqualTo(1);
      assertThat(json(before))
          .hasSameSizeAs(Topics.all())
          .allSatisfy(topic -> assertThat(topic.path("partitions").isNull()).isTrue());

      CliRun created =
          CliRun.of("topics", "--json", "--create", "-D", where, "-D", "kafka.max-partitions=1");
      assertThat(created.code()).isZero();
      assertThat(json(created))
          .hasSameSizeAs(Topics.all())
          .allSatisfy(
              topic -> {
                assertThat(topic.path("partitions").asInt()).isEqualTo(1);
                assertThat(topic.path("created").asBoolean()).isTrue();
              });

      CliRun after = CliRun.of("topics", "-D", where);
      assertThat(after.code()).isZero();
      assertThat(after.out()).contains(Topics.METRICS.name()).doesNotContain("created");
    }
  }

  private static JsonNode json(CliRun ran) throws Exception {
    return new ObjectMapper().readTree(ran.out());
  }
}
