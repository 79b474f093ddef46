/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes.inspection;

import org.jspecify.annotations.NullMarked;
