/**
 * The assistant without a language model: a supervisor that recognises what is asked and hands it
 * to the researcher, the fixer, the coder or the notifier, who compose an answer from passages and
 * live data alone. Imports the JDK, the event records, {@code knowledge}, {@code answer} and {@code
 * answer.drafts}.
 */
@NullMarked
package io.aicloudops.assistant.answer.agents;

import org.jspecify.annotations.NullMarked;
