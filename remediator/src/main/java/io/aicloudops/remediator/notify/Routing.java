package io.aicloudops.remediator.notify;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds who is told: the first route that holds, or the default receiver. */
final class Routing {

  private final List<Route> routes;

  Routing(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Names of receivers, in the order of the routes. */
  Set<String> receivers(Map<String, String> attributes, Instant time) {
    Set<String> receivers = new LinkedHashSet<>();
    for (Route route : routes) {
      if (route.fits(attributes, time)) {
        receivers.addAll(route.receivers());
        if (!route.further()) {
          return receivers;
        }
      }
    }
    return receivers.isEmpty() ? Set.of(NotifySettings.DEFAULT) : receivers;
  }
}
