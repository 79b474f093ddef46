/** Tests. */
@NullMarked
package io.aicloudops.connect.remotewrite;

import org.jspecify.annotations.NullMarked;
