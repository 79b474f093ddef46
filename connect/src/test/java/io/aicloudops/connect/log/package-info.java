/** Tests. */
@NullMarked
package io.aicloudops.connect.log;

import org.jspecify.annotations.NullMarked;
