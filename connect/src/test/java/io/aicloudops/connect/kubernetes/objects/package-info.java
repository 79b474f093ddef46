/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
