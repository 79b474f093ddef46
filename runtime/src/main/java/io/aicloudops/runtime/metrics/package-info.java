/**
 * What we tell Prometheus about ourselves, in one place. Imports Micrometer and, for counts of
 * stream topologies, Kafka.
 */
@NullMarked
package io.aicloudops.runtime.metrics;

import org.jspecify.annotations.NullMarked;
