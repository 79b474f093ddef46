package io.aicloudops.forecast.topology;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;

/** What a workload's processor reads, from two topics that are spread alike. */
sealed interface WorkloadInput {

  /** Its signals at one moment. */
  record Signals(SignalBatch batch) implements WorkloadInput {}

  /** How it is deployed. */
  record Deployed(TopologyEntity entity) implements WorkloadInput {}

  /** It is gone. */
  record Gone() implements WorkloadInput {}
}
