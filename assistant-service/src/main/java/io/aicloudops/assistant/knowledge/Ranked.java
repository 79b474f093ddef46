package io.aicloudops.assistant.knowledge;

/**
 * A place in a ranking.
 *
 * @param key {@link Passage#key}
 * @param score what the search gave; comparable within one ranking only
 */
public record Ranked(String key, double score) {}
