/**
 * The fold on Kafka Streams: inputs merged into one order a cluster, state in stores, effects in
 * topics.
 */
@NullMarked
package io.aicloudops.remediator.streams;

import org.jspecify.annotations.NullMarked;
