/** Tests of events as JSON. */
@NullMarked
package io.aicloudops.assistant.json;

import org.jspecify.annotations.NullMarked;
