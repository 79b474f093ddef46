package io.aicloudops.connect.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchesTest {

  @Test
  void splitsWhatWouldOutgrowARecord() {
    Subject subject = new Subject(EntityId.parse("c/n/Deployment/d"), "p", Set.of());
    Batches batches = new Batches("test");
    String series = "s".repeat(1000);
    for (int i = 0; i < 1000; i++) {
      batches.add(subject, series, MetricType.GAUGE, i, 5000);
    }

    assertThat(batches.inOrder()).hasSizeGreaterThan(3);
    assertThat(batches.inOrder().stream().mapToInt(b -> b.getValues().size()).sum())
        .isEqualTo(1000);
    for (MetricBatch batch : batches.inOrder()) {
      assertThat(batch.getSeries().size()).isLessThan(301);
      assertThat(batch.getTypes()).hasSameSizeAs(batch.getValues());
    }
  }
}
