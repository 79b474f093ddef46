/**
 * How new a value is on its signal, seen from several sides: its level, its place in the season,
 * the shape of what came last, its restlessness, its steps. Nothing here knows a distribution;
 * everything is counted. Pure; imports the JDK and the packing of state.
 */
@NullMarked
package io.aicloudops.rca.detect.novelty;

import org.jspecify.annotations.NullMarked;
