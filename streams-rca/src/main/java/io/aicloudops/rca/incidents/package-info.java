/**
 * The Kafka Streams topologies round the incident fold: one puts everything that can speak for or
 * against a cause into one order for each cluster, the other folds it into incidents. Imports Kafka
 * Streams and the pure packages.
 */
@NullMarked
package io.aicloudops.rca.incidents;

import org.jspecify.annotations.NullMarked;
