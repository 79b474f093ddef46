/**
 * How much noise the pipeline takes away: recorded incidents merged into one stream and driven
 * through signals, detection, correlation and ranking. May import everything: it measures what is
 * tested elsewhere.
 */
@NullMarked
package io.aicloudops.benchmarks.noise;

import org.jspecify.annotations.NullMarked;
