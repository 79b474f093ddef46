package io.aicloudops.simulator.shop.model;

import java.util.List;

/**
 * A service of the shop.
 *
 * @param name its workload's and Service's name
 * @param replicas instances it is deployed with
 * @param cpuLimitCores CPU limit it is deployed with
 * @param memoryLimitBytes memory limit it is deployed with
 * @param residentBytes resident memory of a fresh instance
 * @param poolSize connections to a database that all its calls share, for each instance; 0 if its
 *     calls need none
 * @param stateful keeps values by key: a PUT writes one, a GET reads one
 * @param versions tags of its images
 */
public record ServiceSpec(
    String name,
    int replicas,
    double cpuLimitCores,
    long memoryLimitBytes,
    long residentBytes,
    int poolSize,
    boolean stateful,
    Versions versions,
    List<Route> routes) {

  public ServiceSpec {
    routes = List.copyOf(routes);
  }

  /** The image of a version, such as {@code shop/cart:1.4.2}. */
  public String image(String version) {
    return "shop/" + name + ":" + version;
  }

  /** The names of the services it calls, each once. */
  public List<String> callees() {
    return routes.stream()
        .flatMap(route -> route.stages().stream())
        .flatMap(List::stream)
        .map(Call::target)
        .distinct()
        .toList();
  }

  /**
   * Tags of a service's images.
   *
   * @param stable works; what the shop is deployed with
   * @param next works as well
   * @param crashing exits at start
   * @param failing serves, but answers a part of the requests with an error
   */
  public record Versions(String stable, String next, String crashing, String failing) {}
}
