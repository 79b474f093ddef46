package io.aicloudops.simulator.shop.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images that can be pulled, and what the processes in them do. */
public final class Images {

  private final Map<String, Image> byName = new HashMap<>();

  public Images(List<ServiceSpec> services) {
    for (ServiceSpec service : services) {
      ServiceSpec.Versions versions = service.versions();
      add(service, versions.stable(), Behaviour.WORKS);
      add(service, versions.next(), Behaviour.WORKS);
      add(service, versions.crashing(), Behaviour.CRASHES);
      add(service, versions.failing(), Behaviour.FAILS);
    }
  }

  /** The image of this full name; empty if there is none, as for an unknown tag. */
  public Optional<Image> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private void add(ServiceSpec service, String version, Behaviour behaviour) {
    byName.put(service.image(version), new Image(service, version, behaviour));
  }

  /** What a version does. */
  public enum Behaviour {
    WORKS,
    /** Exits with code 1 soon after its start. */
    CRASHES,
    /** Answers 30 % of the requests with 500. */
    FAILS
  }

  /** An image: which service, which version, what it does. */
  public record Image(ServiceSpec service, String version, Behaviour behaviour) {}
}
