package io.aicloudops.assistant.knowledge;

/**
 * A passage that was found.
 *
 * @param passage in the language of the question where the runbook has it
 * @param relevance in [0, 1]: how much of the question it covers, by words and by meaning; below
 *     {@link KnowledgeBase#RELEVANT} it is rather about something else
 */
public record Hit(Passage passage, double relevance) {}
