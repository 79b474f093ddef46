/**
 * What moved in a wide table of measurements, and when it became an incident. Exists so that a
 * table of any source can be judged row by row without thresholds of its own. Pure: imports the JDK
 * only.
 */
@NullMarked
package io.aicloudops.rca.rank.shift;

import org.jspecify.annotations.NullMarked;
