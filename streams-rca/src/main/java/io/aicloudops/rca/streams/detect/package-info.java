/**
 * Detection as a Kafka Streams topology: metrics in, signals and anomalies out. Thin: the models
 * are in detect and signals. May import Kafka Streams, the serdes, the topics and the settings
 * annotations.
 */
@NullMarked
package io.aicloudops.rca.streams.detect;

import org.jspecify.annotations.NullMarked;
