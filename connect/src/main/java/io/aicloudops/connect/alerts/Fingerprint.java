package io.aicloudops.connect.alerts;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prometheus' fingerprint of a label set, for senders that leave it out: FNV-1a (64 bit) over the
 * sorted names and values, each followed by the byte 255.
 */
final class Fingerprint {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 255;

  private Fingerprint() {}

  /** 16 hexadecimal digits. */
  static String of(Map<String, String> labels) {
    long hash = OFFSET;
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      hash = add(add(hash, label.getKey()), label.getValue());
    }
    return String.format("%016x", hash);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      sum = (sum ^ (b & 0xff)) * PRIME;
    }
    return (sum ^ SEPARATOR) * PRIME;
  }
}
