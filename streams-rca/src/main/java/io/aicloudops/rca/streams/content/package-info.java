/**
 * Calls and lines on topics: thin processors around the tallies of {@code traces} and {@code logs}.
 * Imports Kafka Streams, the events and those packages.
 */
@NullMarked
package io.aicloudops.rca.streams.content;

import org.jspecify.annotations.NullMarked;
