/** Tests of the ranking of causes. */
@NullMarked
package io.aicloudops.rca.rank;

import org.jspecify.annotations.NullMarked;
