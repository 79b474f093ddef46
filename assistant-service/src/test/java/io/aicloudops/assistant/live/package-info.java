/** Tests of the live feed. */
@NullMarked
package io.aicloudops.assistant.live;

import org.jspecify.annotations.NullMarked;
