package io.aicloudops.rca.rank.change;

/**
 * A new version on its way.
 *
 * @param id of the change
 * @param service that gets it
 * @param time when it began, epoch seconds
 */
public record Rollout(String id, String service, double time) {}
