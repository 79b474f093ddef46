package io.aicloudops.remediator.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenOffsetsTest {

  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private final OpenOffsets open = new OpenOffsets();

  private static ConsumerRecord<String, String> at(long offset) {
    return new ConsumerRecord<>("t", 0, offset, "k", "v");
  }

  @Test
  void commitsUpToTheFirstThatHasNotEnded() {
    open.begin(at(5));
    open.begin(at(6));
    open.begin(at(7));
    open.end(at(6));
    assertThat(open.due()).isEqualTo(Map.of(P0, new OffsetAndMetadata(5)));
    assertThat(open.due()).as("nothing new").isEmpty();
    open.end(at(5));
    assertThat(open.due()).isEqualTo(Map.of(P0, new OffsetAndMetadata(7)));
    open.end(at(7));
    assertThat(open.due()).isEqualTo(Map.of(P0, new OffsetAndMetadata(8)));
  }

  @Test
  void commitsOnlyWhatIsStillAssigned() {
    try (MockConsumer<String, String> consumer = new MockConsumer<>("earliest")) {
      consumer.assign(List.of(P0));
      open.begin(at(1));
      open.end(at(1));
      open.begin(new ConsumerRecord<>("t", 1, 3, "k", "v"));
      open.end(new ConsumerRecord<>("other", 1, 3, "k", "v"));
      open.commit(consumer);
      assertThat(consumer.committed(Set.of(P0))).containsEntry(P0, new OffsetAndMetadata(2));
    }
  }
}
