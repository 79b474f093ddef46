/**
 * Online anomaly detection on one signal: what was expected, how surprising the value is, and when
 * an episode begins and ends. Pure, one pass, bounded, deterministic; imports the JDK, the event
 * records and the packing of state.
 */
@NullMarked
package io.aicloudops.rca.detect;

import org.jspecify.annotations.NullMarked;
