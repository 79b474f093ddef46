/** Tests. */
@NullMarked
package io.aicloudops.connect.otlp.lines;

import org.jspecify.annotations.NullMarked;
