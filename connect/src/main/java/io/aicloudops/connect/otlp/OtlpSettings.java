package io.aicloudops.connect.otlp;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** How OTLP is received. */
public record OtlpSettings(
    @Setting(
            value = "Receive OpenTelemetry's traces and logs on POST /v1/traces and /v1/logs.",
            byDefault = "true")
        boolean enabled,
    @Setting(value = "Largest body as sent, in bytes.", byDefault = "16MiB") long maxBody,
    @Setting(value = "Largest body after decompression, in bytes.", byDefault = "64MiB")
        long maxDecompressed,
    @Setting(
            value =
                "Calls and lines of so much time make one record for each member of a workload; 1s to 5m.",
            byDefault = "10s")
        Duration interval,
    @Setting(
            value = "Spans and lines that are further in the future are refused; less than 1h.",
            byDefault = "10m")
        Duration maxAhead,
    @Setting(value = "Spans and lines that are older are refused.", byDefault = "1h")
        Duration maxAge,
    @Setting(
            value =
                "Spans that are remembered until the other side of their call comes; some 200 bytes each.",
            byDefault = "100000")
        int maxSpans,
    @Setting(value = "A line's characters that are kept; 40 to 2000.", byDefault = "300")
        int maxLine) {

  /** Checks what no type checks. */
  public OtlpSettings {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("interval: has to be 1s to 5m, but is " + interval);
    }
    if (maxAhead.compareTo(Duration.ofHours(1)) >= 0) {
      throw new IllegalArgumentException(
          "max-ahead: Kafka refuses records an hour ahead, so it must be less than 1h");
    }
    if (maxSpans < 1) {
      throw new IllegalArgumentException("max-spans: has to be 1 or more, but is " + maxSpans);
    }
    if (maxLine < 40 || maxLine > 2000) {
      throw new IllegalArgumentException("max-line: has to be 40 to 2000, but is " + maxLine);
    }
  }
}
