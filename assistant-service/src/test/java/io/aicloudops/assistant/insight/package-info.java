/** Tests of the pure computations. */
@NullMarked
package io.aicloudops.assistant.insight;

import org.jspecify.annotations.NullMarked;
