package io.aicloudops.connect.remotewrite;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;
import java.util.List;

/** How remote write is received. */
public record RemoteWriteSettings(
    @Setting(
            value = "Receive Prometheus remote write 1.0 and 2.0 on POST /api/v1/metrics/write.",
            byDefault = "true")
        boolean enabled,
    @Setting(value = "Largest body as sent, in bytes.", byDefault = "16MiB") long maxBody,
    @Setting(value = "Largest body after decompression, in bytes.", byDefault = "64MiB")
        long maxDecompressed,
    @Setting(
            value = "Samples that are further in the future become dead letters; less than 1h.",
            byDefault = "10m")
        Duration maxAhead,
    @Setting(
            value =
                "Labels that only tell equal Prometheus servers apart; dropped, so that both write the same series.",
            byDefault = "[\"replica\", \"prometheus_replica\", \"__replica__\", \"prometheus\"]")
        List<String> replicaLabels) {

  /** Checks what no type checks. */
  public RemoteWriteSettings {
    if (maxAhead.compareTo(Duration.ofHours(1)) >= 0) {
      throw new IllegalArgumentException(
          "max-ahead: Kafka refuses records an hour ahead, so it must be less than 1h");
    }
  }
}
