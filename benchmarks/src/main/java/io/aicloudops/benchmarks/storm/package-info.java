/**
 * An alert storm with known causes, through the fold alone or through the webhook, a broker and the
 * topologies. May import everything: it measures what is tested elsewhere.
 */
@NullMarked
package io.aicloudops.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
