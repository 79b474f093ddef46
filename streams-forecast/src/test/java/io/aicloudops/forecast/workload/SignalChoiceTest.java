package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalChoiceTest {

  private static String disk(String device) {
    return "node_filesystem_size_bytes:saturation{device=\"" + device + "\"}";
  }

  private static SignalBatch batch(List<String> names, Double... values) {
    SignalBatch batch = new FakeWorkload(1, true).batch(1_760_000_000_000L, 15_000, 60);
    batch.setSignals(names);
    batch.setRoles(Collections.nCopies(names.size(), SignalRole.SATURATION));
    batch.setValues(List.of(values));
    return batch;
  }

  @Test
  void aDiskOfWhichNothingIsKnownDoesNotHideTheOthers() {
    var disks = batch(List.of(disk("a"), disk("b"), disk("c")), Double.NaN, 0.4, 0.7);
    assertThat(SignalChoice.disks(disks)).containsExactly(2, 1);
    assertThat(SignalChoice.disks(batch(List.of(disk("a")), Double.NaN))).isEmpty();
  }

  @Test
  void onlySoManyOfTheFullestAreFollowed() {
    var disks =
        batch(
            List.of(disk("a"), disk("b"), disk("c"), disk("d"), disk("e")),
            0.1,
            0.5,
            0.2,
            0.5,
            0.9);
    assertThat(SignalChoice.disks(disks)).containsExactly(4, 1, 3, 2);
  }

  @Test
  void poolsAndDisksAreKeptApart() {
    var mixed =
        batch(
            List.of(disk("a"), "hikaricp_connections:saturation", "node_disk_io:saturation"),
            0.5,
            0.6,
            0.7);
    assertThat(SignalChoice.disks(mixed)).containsExactly(0);
    assertThat(SignalChoice.pools(mixed)).containsExactly(1);
  }
}
