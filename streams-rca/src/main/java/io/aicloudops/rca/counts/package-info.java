/**
 * Counting by intervals of event time what came in pieces: late, twice, from several pods. Used by
 * what becomes of spans and of lines. Pure: imports the JDK, the events and the packed form of
 * state.
 */
@NullMarked
package io.aicloudops.rca.counts;

import org.jspecify.annotations.NullMarked;
