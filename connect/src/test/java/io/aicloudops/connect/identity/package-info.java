/** Tests. */
@NullMarked
package io.aicloudops.connect.identity;

import org.jspecify.annotations.NullMarked;
