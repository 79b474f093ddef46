/** Puts the assistant together from its settings. May import every package of the assistant. */
@NullMarked
package io.aicloudops.assistant.answer.assembly;

import org.jspecify.annotations.NullMarked;
