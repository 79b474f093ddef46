package io.aicloudops.simulator.shop.model;

import java.util.List;
import java.util.Optional;

/**
 * A route of a service.
 *
 * @param template path with at most one parameter {@code {id}} as a whole segment
 * @param cpuMillis CPU milliseconds that one request costs on average
 * @param waitMillis time a request waits for something outside of the shop
 * @param stages calls made one stage after the other, those of a stage at once
 */
public record Route(
    String method, String template, double cpuMillis, double waitMillis, List<List<Call>> stages) {

  public Route {
    stages = stages.stream().map(List::copyOf).toList();
  }

  /**
   * The path's parameter if this route serves it: empty if it does not, "" if it has no parameter.
   */
  public Optional<String> match(String requestMethod, String path) {
    if (!method.equals(requestMethod)) {
      return Optional.empty();
    }
    int parameter = template.indexOf("{id}");
    if (parameter < 0) {
      return template.equals(path) ? Optional.of("") : Optional.empty();
    }
    String head = template.substring(0, parameter);
    String tail = template.substring(parameter + "{id}".length());
    if (path.length() <= head.length() + tail.length()
        || !path.startsWith(head)
        || !path.endsWith(tail)) {
      return Optional.empty();
    }
    String id = path.substring(head.length(), path.length() - tail.length());
    return id.indexOf('/') >= 0 ? Optional.empty() : Optional.of(id);
  }
}
