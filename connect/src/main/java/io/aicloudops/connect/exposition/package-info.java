/**
 * What services say of themselves: the Prometheus text format 0.0.4 and OpenMetrics 1.0 as samples,
 * and samples as batches by entity. Imports the JDK, the schemas and the identity package only.
 */
@NullMarked
package io.aicloudops.connect.exposition;

import org.jspecify.annotations.NullMarked;
