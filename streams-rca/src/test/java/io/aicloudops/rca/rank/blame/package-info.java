/** Tests of blame, in shops made by chance. */
@NullMarked
package io.aicloudops.rca.rank.blame;

import org.jspecify.annotations.NullMarked;
