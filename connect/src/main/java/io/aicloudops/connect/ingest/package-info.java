/**
 * What all receivers do with a request around reading it: its type, its size, its delivery to the
 * log, its dead letter. Imports the runtime's HTTP and Kafka packages and the log package.
 */
@NullMarked
package io.aicloudops.connect.ingest;

import org.jspecify.annotations.NullMarked;
