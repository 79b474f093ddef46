package io.aicloudops.runtime.service;

import io.aicloudops.runtime.logs.OfService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that live together: started in order, stopped in reverse, one health. */
public final class ServiceGroup implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);

  private final List<Service> services;
  private final Deque<Service> started = new ArrayDeque<>();

  /**
   * @param services in the order to start them
   */
  public ServiceGroup(List<? extends Service> services) {
    this.services = List.copyOf(services);
  }

  /** Starts all; if one cannot start, those before it are stopped again and its error is thrown. */
  public void start() {
    for (Service service : services) {
      started.push(service);
      try {
        OfService.run(service.name(), service::start);
      } catch (RuntimeException e) {
        LOG.error("{} cannot start: {}", service.name(), e.getMessage());
        close();
        throw e;
      }
    }
  }

  /** The health of each service by its name. */
  public Map<String, Health> health() {
    Map<String, Health> health = new LinkedHashMap<>();
    for (Service service : services) {
      health.put(service.name(), service.health());
    }
    return health;
  }

  /** The health of what the services work with, by name. */
  public Map<String, Health> dependencies() {
    Map<String, Health> health = new LinkedHashMap<>();
    for (Service service : services) {
      health.putAll(service.dependencies());
    }
    return health;
  }

  /**
   * Stops all that were started, the last first; one that fails to stop does not keep the others.
   */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      Service service = started.pop();
      try {
        OfService.run(service.name(), service::close);
      } catch (RuntimeException e) {
        LOG.warn("{} did not stop cleanly", service.name(), e);
      }
    }
  }
}
