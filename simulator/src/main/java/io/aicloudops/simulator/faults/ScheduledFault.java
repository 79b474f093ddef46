package io.aicloudops.simulator.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault to come.
 *
 * @param after how long from when the schedule is handed in
 * @param service empty for the type's usual one
 */
public record ScheduledFault(Duration after, FaultType type, Optional<String> service) {}
