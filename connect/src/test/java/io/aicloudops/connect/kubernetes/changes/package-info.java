/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes.changes;

import org.jspecify.annotations.NullMarked;
