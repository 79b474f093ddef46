package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.databind.node.TextNode;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Changes of what a container asks for and may use. */
final class ResourceEdits {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String NONE = "none";

  private ResourceEdits() {}

  /** A container of a template and its place in the list. */
  private record Place(int index, Container container) {

    Map<String, Quantity> limits() {
      var resources = container.getResources();
      return resources == null || resources.getLimits() == null ? Map.of() : resources.getLimits();
    }

    Map<String, Quantity> requests() {
      var resources = container.getResources();
      return resources == null || resources.getRequests() == null
          ? Map.of()
          : resources.getRequests();
    }

    String path(String rest) {
      return "/spec/template/spec/containers/" + index + "/resources/" + rest;
    }
  }

  static Change raiseMemory(Intent intent, HasMetadata live) {
    String none = "no such container has a memory limit, or it is that high already";
    Place place = place(intent, live, p -> p.limits().containsKey(MEMORY), none);
    String text = intent.getParams().getOrDefault("memoryLimit", "");
    long bytes = text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    Quantity limit = quantity(place.limits(), MEMORY);
    if (bytes <= 0 || Quantity.getAmountInBytes(limit).compareTo(BigDecimal.valueOf(bytes)) >= 0) {
      throw NotActedOnException.nothing(none);
    }
    String value = bytes % (1L << 20) == 0 ? (bytes >> 20) + "Mi" : Long.toString(bytes);
    return Change.set(
        place.path("limits/memory"),
        TextNode.valueOf(value),
        summary("memory limit", place, limit, value));
  }

  static Change raiseCpu(Intent intent, HasMetadata live) {
    String none = "no such container has a CPU limit, or it is that high already";
    Place place = place(intent, live, p -> p.limits().containsKey(CPU), none);
    String value = intent.getParams().getOrDefault("cpuLimit", "");
    Quantity limit = quantity(place.limits(), CPU);
    if (value.equals(NONE)) {
      // The server leaves an empty map out, and then there is no place to put the limit back to.
      String path = place.limits().size() == 1 ? "limits" : "limits/cpu";
      return Change.remove(place.path(path), summary("CPU limit", place, limit, NONE));
    }
    if (amount(value).compareTo(Quantity.getAmountInBytes(limit)) <= 0) {
      throw NotActedOnException.nothing(none);
    }
    return Change.set(
        place.path("limits/cpu"),
        TextNode.valueOf(value),
        summary("CPU limit", place, limit, value));
  }

  static Change lowerRequest(Intent intent, HasMetadata live) {
    String resource = intent.getParams().getOrDefault("resource", "");
    String none = "no such container requests " + resource + ", or no more than that";
    if (!resource.equals(CPU) && !resource.equals(MEMORY)) {
      throw NotActedOnException.nothing("requests of CPU and memory are lowered, no others");
    }
    Place place = place(intent, live, p -> p.requests().containsKey(resource), none);
    String value = intent.getParams().getOrDefault("request", "");
    Quantity request = quantity(place.requests(), resource);
    if (amount(value).compareTo(Quantity.getAmountInBytes(request)) >= 0) {
      throw NotActedOnException.nothing(none);
    }
    return Change.set(
        place.path("requests/" + resource),
        TextNode.valueOf(value),
        summary(resource + " request", place, request, value));
  }

  /** The container of the parameter's name, or else the first that fits. */
  private static Place place(
      Intent intent, HasMetadata live, Predicate<Place> fits, String otherwise) {
    Workloads.requireRolling(live);
    String name = intent.getParams().getOrDefault("container", "");
    List<Container> containers = Workloads.template(live).getSpec().getContainers();
    for (int i = 0; i < containers.size(); i++) {
      Place place = new Place(i, containers.get(i));
      if (fits.test(place) && (name.isEmpty() || place.container().getName().equals(name))) {
        return place;
      }
    }
    throw NotActedOnException.nothing(otherwise);
  }

  private static Quantity quantity(Map<String, Quantity> of, String resource) {
    Quantity quantity = of.get(resource);
    if (quantity == null) {
      throw new IllegalStateException("the container was chosen for its " + resource);
    }
    return quantity;
  }

  private static BigDecimal amount(String text) {
    try {
      return Quantity.getAmountInBytes(Quantity.parse(text));
    } catch (IllegalArgumentException e) {
      throw new NotActedOnException(text + " is no quantity");
    }
  }

  private static String summary(String what, Place place, Quantity from, String to) {
    return "set the %s of %s from %s to %s".formatted(what, place.container().getName(), from, to);
  }
}
