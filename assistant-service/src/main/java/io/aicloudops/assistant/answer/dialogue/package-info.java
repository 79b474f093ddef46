/**
 * What is asked, about what, and what was said before: recognised by rules that can be read.
 * Imports the JDK, the event records, {@code knowledge} and {@code answer}.
 */
@NullMarked
package io.aicloudops.assistant.answer.dialogue;

import org.jspecify.annotations.NullMarked;
