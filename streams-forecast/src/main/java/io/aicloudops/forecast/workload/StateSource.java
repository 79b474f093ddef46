package io.aicloudops.forecast.workload;

import org.jspecify.annotations.Nullable;

/** Where parts of a workload's state come from. */
@FunctionalInterface
public interface StateSource {

  /** One part by its name; null if it was never kept. */
  byte @Nullable [] get(String part);
}
