/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes;

import org.jspecify.annotations.NullMarked;
