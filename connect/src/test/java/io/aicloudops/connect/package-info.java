/** Tests. */
@NullMarked
package io.aicloudops.connect;

import org.jspecify.annotations.NullMarked;
