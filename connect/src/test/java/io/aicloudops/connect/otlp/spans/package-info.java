/** Tests. */
@NullMarked
package io.aicloudops.connect.otlp.spans;

import org.jspecify.annotations.NullMarked;
