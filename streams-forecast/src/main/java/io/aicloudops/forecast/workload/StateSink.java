package io.aicloudops.forecast.workload;

/** Where parts of a workload's state go. */
@FunctionalInterface
public interface StateSink {

  /** Keeps one part under its name; the empty name is the head. */
  void put(String part, byte[] bytes);
}
