package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.schemas.event.SignalRole;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What node_exporter says becomes the share of a node that is in use. */
class RoomTest extends SignalsFixture {

  private static Map<String, Double> at(int second) {
    Map<String, Double> samples = new HashMap<>();
    for (int cpu = 0; cpu < 2; cpu++) {
      String of = "node_cpu_seconds_total{cpu=\"" + cpu + "\",mode=\"%s\"}";
      samples.put(of.formatted("user"), 0.7 * second);
      samples.put(of.formatted("system"), 0.2 * second);
      samples.put(of.formatted("idle"), 0.05 * second);
      samples.put(of.formatted("iowait"), 0.05 * second);
    }
    samples.put("node_memory_MemTotal_bytes", 16e9);
    samples.put("node_memory_MemAvailable_bytes", 4e9);
    samples.put("node_filesystem_size_bytes{device=\"/dev/sda1\",fstype=\"ext4\"}", 100.0);
    samples.put("node_filesystem_avail_bytes{device=\"/dev/sda1\",fstype=\"ext4\"}", 5.0);
    samples.put("node_filesystem_size_bytes{device=\"tmp\",fstype=\"tmpfs\"}", 100.0);
    samples.put("node_filesystem_avail_bytes{device=\"tmp\",fstype=\"tmpfs\"}", 0.0);
    samples.put("node_disk_io_time_seconds_total{device=\"sda\"}", 0.6 * second);
    return samples;
  }

  @Test
  void tellsHowMuchOfANodeIsInUse() {
    offer("", 0, at(0));
    offer("", 10, at(10));

    assertThat(value("node_cpu:saturation")).isCloseTo(0.9, within(1e-9));
    assertThat(value("node_memory:saturation")).isCloseTo(0.75, within(1e-9));
    assertThat(value("node_filesystem:saturation{device=\"/dev/sda1\"}"))
        .isCloseTo(0.95, within(1e-9));
    assertThat(value("node_disk_io:saturation{device=\"sda\"}")).isCloseTo(0.6, within(1e-9));
    assertThat(signal("node_cpu:saturation"))
        .get()
        .extracting(Signal::role)
        .isEqualTo(SignalRole.SATURATION);
    assertThat(signal("node_filesystem:saturation{device=\"tmp\"}")).isEmpty();
  }

  @Test
  void saysNothingOfWhatItKnowsHalfOf() {
    offer("", 0, Map.of("node_memory_MemTotal_bytes", 16e9));
    offer("", 10, Map.of("node_memory_MemTotal_bytes", 16e9));

    assertThat(signal("node_memory:saturation")).isEmpty();
  }
}
