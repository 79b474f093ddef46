package io.aicloudops.assistant.answer.dialogue;

import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a question is about.
 *
 * @param entity the workload, node or other entity it names
 * @param incident the id of the incident it names
 */
public record Subject(Optional<EntityId> entity, Optional<String> incident) {

  /** A question about nothing in particular. */
  public static final Subject NONE = new Subject(Optional.empty(), Optional.empty());

  private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9_.-]+");
  private static final int MOST_LOOKUPS = 8;
  private static final List<String> WORKLOADS =
      List.of("Deployment", "StatefulSet", "DaemonSet", "Rollout", "Node");

  /** Whether it is about anything. */
  public boolean present() {
    return entity.isPresent() || incident.isPresent();
  }

  /** What a text names: an incident by its id, an entity by its name (and namespace, if said). */
  public static Subject in(String text, LiveData live) {
    Set<String> words =
        WORDS
            .splitAsStream(text)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Optional<String> incident =
        words.stream()
            .filter(word -> word.length() >= 4 && word.chars().anyMatch(Character::isDigit))
            .limit(MOST_LOOKUPS)
            .filter(word -> live.incident(word).isPresent())
            .findFirst();
    return new Subject(entityIn(words, live), incident);
  }

  private static Optional<EntityId> entityIn(Set<String> words, LiveData live) {
    Set<String> lower = new LinkedHashSet<>();
    words.forEach(word -> lower.add(word.toLowerCase(Locale.ROOT).replaceAll("^[.-]+|[.-]+$", "")));
    return live.entities().stream()
        .map(EntityId::tryParse)
        .flatMap(Optional::stream)
        .filter(entity -> lower.contains(entity.name().toLowerCase(Locale.ROOT)))
        .max(
            Comparator.<EntityId>comparingInt(entity -> entity.name().length())
                .thenComparing(entity -> lower.contains(entity.namespace()))
                .thenComparing(entity -> -rank(entity))
                .thenComparing(Comparator.reverseOrder()));
  }

  private static int rank(EntityId entity) {
    int rank = WORKLOADS.indexOf(entity.kind());
    return rank < 0 ? WORKLOADS.size() : rank;
  }

  /** The incident meant: the one named, else the most urgent open one with the entity. */
  public Optional<Incident> resolve(LiveData live) {
    if (incident.isPresent()) {
      return live.incident(incident.get());
    }
    return entity.flatMap(
        about ->
            live.openIncidents().stream()
                .filter(
                    open ->
                        open.getMembers().contains(about.toString())
                            || open.getCauses().stream()
                                .anyMatch(cause -> cause.getEntity().equals(about.toString())))
                .findFirst());
  }
}
