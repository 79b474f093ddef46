/** Tests. */
@NullMarked
package io.aicloudops.connect.exposition;

import org.jspecify.annotations.NullMarked;
