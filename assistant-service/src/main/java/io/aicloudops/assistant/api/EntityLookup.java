package io.aicloudops.assistant.api;

import io.aicloudops.assistant.insight.EntityNames;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds the entity that a request names. */
final class EntityLookup {

  private static final int SHOWN = 10;

  private final Views views;

  EntityLookup(Views views) {
    this.views = views;
  }

  /** Every entity that is known by topology or by a recommendation. */
  Set<String> known() {
    Set<String> known = new TreeSet<>();
    views.all(View.TOPOLOGY).rows().stream().map(TopologyEntity::getEntity).forEach(known::add);
    views.all(View.SCALING).rows().stream().map(Scaling::getEntity).forEach(known::add);
    return known;
  }

  /**
   * The one entity that a name means.
   *
   * @throws Problem 422 if it is unknown or means several
   */
  String named(String field, String name, String namespace) {
    return one(field, name, namespace, text -> Problem.unprocessable(field, text));
  }

  /**
   * The one entity that a name means, where the name says what the request is about.
   *
   * @throws Problem 404 if it is unknown, 422 if it means several
   */
  String existing(String field, String name, String namespace) {
    return one(field, name, namespace, Problem::notFound);
  }

  private String one(
      String field, String name, String namespace, Function<String, Problem> unknown) {
    Set<String> known = known();
    var meant = EntityNames.meant(name, namespace, known);
    if (meant.size() == 1) {
      return meant.get(0);
    }
    if (meant.isEmpty()) {
      throw unknown.apply(
          "nothing is known of "
              + name
              + (namespace.isEmpty() ? "" : " in namespace " + namespace)
              + "; known are "
              + shown(known));
    }
    throw Problem.unprocessable(
        field, name + " is not clear, it can be " + shown(meant) + "; give the whole entity");
  }

  private static String shown(java.util.Collection<String> entities) {
    if (entities.isEmpty()) {
      return "no entities yet";
    }
    String first = String.join(", ", entities.stream().limit(SHOWN).toList());
    return entities.size() > SHOWN ? first + " and " + (entities.size() - SHOWN) + " more" : first;
  }
}
