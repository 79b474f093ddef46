/** Tests. */
@NullMarked
package io.aicloudops.connect.topology;

import org.jspecify.annotations.NullMarked;
