package io.aicloudops.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void areNamedByOneRule() {
    assertThat(Topics.all())
        .allSatisfy(t -> assertThat(t.name()).matches("aiops\\.[a-z0-9]+(\\.[a-z0-9]+)*\\.v\\d+"));
    assertThat(Topics.all().stream().map(Topic::name)).doesNotHaveDuplicates();
  }

  @Test
  void keepCompactedTopicsForEver() {
    assertThat(Topics.INCIDENTS.configuration())
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("retention.ms", "-1");
    assertThat(Topics.METRICS.configuration())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "21600000");
  }

  @Test
  void canBeJoinedByEntity() {
    assertThat(Topics.METRICS.partitions())
        .isEqualTo(Topics.TOPOLOGY.partitions())
        .isEqualTo(Topics.SIGNALS.partitions());
  }

  @Test
  void nameTheirSubjectAsConfluentDoes() {
    assertThat(Topics.ALERTS.subject()).isEqualTo("aiops.alerts.v1-value");
  }
}
