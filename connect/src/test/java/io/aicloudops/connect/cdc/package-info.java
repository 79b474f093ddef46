/** Tests. */
@NullMarked
package io.aicloudops.connect.cdc;

import org.jspecify.annotations.NullMarked;
