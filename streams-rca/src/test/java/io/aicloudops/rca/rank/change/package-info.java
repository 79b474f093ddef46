/** Tests. */
@NullMarked
package io.aicloudops.rca.rank.change;

import org.jspecify.annotations.NullMarked;
