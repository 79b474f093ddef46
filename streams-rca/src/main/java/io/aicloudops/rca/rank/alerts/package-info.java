/**
 * Which entity is to blame for a list of alerts that carries no times. Exists because some sources
 * hand over a storm as a whole. Pure: imports the JDK and rank.shift only.
 */
@NullMarked
package io.aicloudops.rca.rank.alerts;

import org.jspecify.annotations.NullMarked;
