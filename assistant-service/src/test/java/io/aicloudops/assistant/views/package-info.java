/** Tests of the views. */
@NullMarked
package io.aicloudops.assistant.views;

import org.jspecify.annotations.NullMarked;
