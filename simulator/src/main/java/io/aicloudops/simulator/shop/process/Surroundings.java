package io.aicloudops.simulator.shop.process;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What an instance finds where it runs.
 *
 * @param volume what stateful services keep, by key; outlives the instance
 * @param nanos a monotonic clock
 */
record Surroundings(
    Downstream downstream,
    ScheduledExecutorService timer,
    Map<String, String> volume,
    Random random,
    LongSupplier nanos) {}
