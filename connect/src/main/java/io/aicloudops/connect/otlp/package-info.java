/**
 * Receives traces and logs of OpenTelemetry over HTTP. Imports the runtime's HTTP, Kafka, metrics
 * and redaction packages, the schemas and the identity, ingest and log packages, OpenTelemetry's
 * messages and protobuf.
 */
@NullMarked
package io.aicloudops.connect.otlp;

import org.jspecify.annotations.NullMarked;
