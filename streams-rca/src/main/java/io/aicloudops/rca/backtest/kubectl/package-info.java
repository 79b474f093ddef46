/**
 * What kubectl printed of a cluster as the evidence that a watch of it gives. Exists so that
 * recorded snapshots are judged by the recognisers and the ranking of live incidents. Judges
 * nothing itself. May import the JDK and the schemas.
 */
@NullMarked
package io.aicloudops.rca.backtest.kubectl;

import org.jspecify.annotations.NullMarked;
