/**
 * Calls that spans told of as counters and histograms of their member, as if the workload itself
 * measured them. Exists so that detection works on them unchanged. Pure: imports the JDK, the
 * events and the counts package.
 */
@NullMarked
package io.aicloudops.rca.traces;

import org.jspecify.annotations.NullMarked;
