/**
 * Load on the real pipeline: made-up workloads are produced as batches, go through a broker and the
 * detection topology, and the anomalies put into them are waited for on the other side. Exists so
 * that throughput, latency, state and cost are measured by one command. Thin over the production
 * classes; imports the runtime, the schemas, the detection of streams-rca and the embedded log.
 */
@NullMarked
package io.aicloudops.launcher.load;

import org.jspecify.annotations.NullMarked;
