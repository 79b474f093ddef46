/** Tests. */
@NullMarked
package io.aicloudops.connect.otlp;

import org.jspecify.annotations.NullMarked;
