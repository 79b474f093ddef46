/** Tests. */
@NullMarked
package io.aicloudops.rca.rank.shift;

import org.jspecify.annotations.NullMarked;
