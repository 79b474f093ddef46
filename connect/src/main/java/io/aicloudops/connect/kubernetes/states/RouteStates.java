package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.Policies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Routes that lead to a service that does not exist. What was so before we watched is no news, and
 * a route may come a moment before its service.
 */
public final class RouteStates {

  /** A route without its service. */
  private static final class Broken {
    private final Instant since;
    private boolean told;

    private Broken(Instant since) {
      this.since = since;
    }
  }

  private record Route(HasMetadata object, boolean old) {}

  private final StateEvents events;
  private final ClusterObjects objects;
  private final Duration patience;
  private final Map<String, Route> routes = new TreeMap<>();
  private final Map<String, Broken> broken = new TreeMap<>();
  private boolean complete;
  private boolean dirty;

  /**
   * Tells the findings of transitions.
   *
   * @param patience how long a route may wait for its service
   */
  public RouteStates(
      ClusterObjects objects, Owners owners, Findings findings, Clock clock, Duration patience) {
    this.events = new StateEvents(owners, findings, clock);
    this.objects = objects;
    this.patience = patience;
  }

  /**
   * An object is so now.
   *
   * @param old true if it was there before we watched and has not changed since
   */
  public void seen(HasMetadata object, boolean old) {
    if (Policies.route(object)) {
      routes.put(key(object), new Route(object, old));
      dirty = true;
    } else if (object instanceof Service) {
      dirty = true;
    }
  }

  /** An object is no more. */
  public void gone(HasMetadata object) {
    if (Policies.route(object)) {
      routes.remove(key(object));
      end(object);
    } else if (object instanceof Service) {
      dirty = true;
    }
  }

  /** Everything that there is has been seen once. */
  public void complete() {
    complete = true;
    dirty = true;
  }

  /** Tells what has been broken for long enough. */
  public void flush(Instant now) {
    if (!complete || (!dirty && broken.isEmpty())) {
      return;
    }
    if (dirty) {
      dirty = false;
      routes.forEach((key, route) -> examine(key, route, now));
    }
    broken.forEach(
        (key, since) -> {
          Route route = routes.get(key);
          if (route != null && !since.told && !now.isBefore(since.since.plus(patience))) {
            since.told = true;
            missing(route.object())
                .ifPresent(
                    service ->
                        events.tell(
                            route.object(),
                            "BackendNotFound",
                            "service \"" + service + "\" not found",
                            since.since,
                            Map.of("service", service)));
          }
        });
  }

  private void examine(String key, Route route, Instant now) {
    if (missing(route.object()).isEmpty()) {
      end(route.object());
      routes.put(key, new Route(route.object(), false));
    } else if (!broken.containsKey(key)) {
      Broken found = new Broken(now);
      found.told = route.old();
      broken.put(key, found);
    }
  }

  private void end(HasMetadata route) {
    Broken was = broken.remove(key(route));
    if (was != null && was.told) {
      events.tell(route, "Recovered", "leads somewhere, or nowhere any more", null, Map.of());
    }
  }

  private Optional<String> missing(HasMetadata route) {
    String namespace = route.getMetadata().getNamespace();
    List<String> backends = Policies.backends(route);
    return backends.stream()
        .filter(name -> objects.get(Service.class, namespace, name).isEmpty())
        .findFirst();
  }

  private static String key(HasMetadata route) {
    return route.getKind()
        + "/"
        + route.getMetadata().getNamespace()
        + "/"
        + route.getMetadata().getName();
  }
}
