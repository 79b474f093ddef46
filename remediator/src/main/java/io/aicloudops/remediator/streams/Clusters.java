package io.aicloudops.remediator.streams;

import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.identity.EntityId;

/** To which cluster an input belongs: the fold reads each cluster's inputs in one order. */
final class Clusters {

  private Clusters() {}

  /** The cluster of an entity's text; the whole text if it is no entity. */
  static String ofEntity(String entity) {
    return EntityId.tryParse(entity).map(EntityId::cluster).orElse(entity);
  }

  /** The cluster of a remediation id, {@code cluster:hash}. */
  static String ofRemediation(String id) {
    int colon = id.lastIndexOf(':');
    return colon < 0 ? id : id.substring(0, colon);
  }

  /**
   * The cluster a command is for: the one it names, or that of its target.
   *
   * @param byDefault for commands about everything that name no cluster
   */
  static String ofCommand(Command command, String byDefault) {
    String named = command.getParams().getOrDefault("cluster", "");
    if (!named.isEmpty()) {
      return named;
    }
    String target = command.getTarget();
    if (EntityId.tryParse(target).isPresent()) {
      return ofEntity(target);
    }
    return target.contains(":") ? ofRemediation(target) : byDefault;
  }
}
