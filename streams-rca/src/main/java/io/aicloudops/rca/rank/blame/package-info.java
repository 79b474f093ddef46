/**
 * Which service is to blame for what moved. Exists beside the ranking of facts for sources that
 * give tables of measurements. Pure: imports the JDK and rank.shift only.
 */
@NullMarked
package io.aicloudops.rca.rank.blame;

import org.jspecify.annotations.NullMarked;
