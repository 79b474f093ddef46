/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes.map;

import org.jspecify.annotations.NullMarked;
