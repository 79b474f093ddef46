/**
 * Receives Prometheus remote write 1.0 and 2.0. Imports the runtime's HTTP and metrics packages,
 * the schemas and the exposition, identity, ingest and log packages, protobuf and snappy.
 */
@NullMarked
package io.aicloudops.connect.remotewrite;

import org.jspecify.annotations.NullMarked;
