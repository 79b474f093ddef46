package io.aicloudops.simulator.shop.load;

/**
 * What customers saw within a window of time.
 *
 * @param requestsPerSecond finished requests
 * @param goodput share of the finished requests that succeeded, in [0, 1]; 1 if none finished
 * @param p50Seconds median time of a request
 * @param p95Seconds 95th percentile of it
 */
public record LoadWindow(
    double requestsPerSecond, double goodput, double p50Seconds, double p95Seconds) {}
