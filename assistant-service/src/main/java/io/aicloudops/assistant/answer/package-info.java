/**
 * The assistant as the API sees it: questions, answers, what it needs of the live views, its
 * settings. Pure but for the settings' annotations: imports the JDK, the event records and {@code
 * knowledge}; the agents, the language model and the wiring live in its sub-packages.
 */
@NullMarked
package io.aicloudops.assistant.answer;

import org.jspecify.annotations.NullMarked;
