package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.identity.EntityId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the entity that a person means. */
public final class EntityNames {

  /** Workloads are meant rather than the services and pods of the same name. */
  private static final List<String> PREFERRED =
      List.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod");

  private EntityNames() {}

  /**
   * The entities that a name can mean, of the most likely kind only.
   *
   * @param text {@code cluster/namespace/kind/name}, {@code namespace/name}, {@code kind/name} or
   *     {@code name}
   * @param namespace the namespace it has to be in; empty for any
   * @param entities those known
   * @return one if the name is clear, several if it is not, none if it is unknown
   */
  public static List<String> meant(String text, String namespace, Collection<String> entities) {
    if (entities.contains(text)) {
      return List.of(text);
    }
    List<EntityId> found =
        entities.stream()
            .flatMap(entity -> EntityId.tryParse(entity).stream())
            .filter(id -> namespace.isEmpty() || id.namespace().equals(namespace))
            .filter(id -> matches(id, text))
            .sorted(Comparator.comparingInt(EntityNames::rank).thenComparing(EntityId::toString))
            .toList();
    return found.stream()
        .filter(id -> rank(id) == rank(found.get(0)))
        .map(EntityId::toString)
        .toList();
  }

  private static boolean matches(EntityId id, String text) {
    String kindAndName = id.kind().toLowerCase(Locale.ROOT) + "/" + id.name();
    return text.equals(id.name())
        || text.equals(id.namespace() + "/" + id.name())
        || text.toLowerCase(Locale.ROOT).equals(kindAndName.toLowerCase(Locale.ROOT));
  }

  private static int rank(EntityId id) {
    int at = PREFERRED.indexOf(id.kind());
    return at < 0 ? PREFERRED.size() : at;
  }
}
