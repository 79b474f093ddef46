package io.aicloudops.simulator.kube.registry;

/**
 * How to write.
 *
 * @param manager who owns the fields that are written
 * @param dryRun go through everything and store nothing
 * @param force take over fields that others own (server-side apply only)
 */
public record WriteOptions(String manager, boolean dryRun, boolean force) {

  /** A plain write of a manager. */
  public static WriteOptions by(String manager) {
    return new WriteOptions(manager, false, false);
  }
}
