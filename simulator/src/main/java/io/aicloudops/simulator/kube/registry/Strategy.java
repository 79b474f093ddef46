package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceType.Trait;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server itself decides about an object that is created or replaced. */
final class Strategy {

  /** Without vowels and look-alikes, as Kubernetes makes its name suffixes. */
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final List<String> KEPT =
      List.of(
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generateName",
          "namespace",
          "resourceVersion");

  private final Validation validation = new Validation();
  private final Random random;
  private final AtomicInteger serviceAddresses = new AtomicInteger();

  Strategy(Random random) {
    this.random = random;
  }

  /** A name from metadata.generateName where it has none. */
  void name(ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    String prefix = metadata.path("generateName").asText("");
    if (metadata.path("name").asText("").isEmpty() && !prefix.isEmpty()) {
      StringBuilder name = new StringBuilder(prefix);
      for (int i = 0; i < 5; i++) {
        name.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
      }
      metadata.put("name", name.toString());
    }
  }

  /** Completes and checks a new object; the argument is changed. */
  void prepareCreate(ResourceType type, ObjectNode object, Instant now) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.remove(
        List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
    metadata.put("uid", new UUID(random.nextLong(), random.nextLong()).toString());
    metadata.put("creationTimestamp", timestamp(now));
    if (type.has(Trait.GENERATION)) {
      metadata.put("generation", 1);
    }
    if (type.has(Trait.STATUS) && !type.equals(ResourceTypes.NODES)) {
      object.set("status", initialStatus(type, object));
    }
    Defaults.fill(object);
    if (type.equals(ResourceTypes.SERVICES)) {
      address(object.withObjectProperty("spec"));
    }
    validation.check(type, object, null);
    if (type.kind().equals("Job")) {
      ownPods(object);
    }
  }

  /** A job's pods are found by its uid, whatever its template says. */
  private static void ownPods(ObjectNode job) {
    JsonNode metadata = job.path("metadata");
    String uid = metadata.path("uid").asText();
    ObjectNode spec = job.withObjectProperty("spec");
    spec.withObjectProperty("selector")
        .withObjectProperty("matchLabels")
        .put("batch.kubernetes.io/controller-uid", uid);
    ObjectNode labels =
        spec.withObjectProperty("template")
            .withObjectProperty("metadata")
            .withObjectProperty("labels");
    for (String prefix : List.of("", "batch.kubernetes.io/")) {
      labels.put(prefix + "controller-uid", uid);
      labels.put(prefix + "job-name", metadata.path("name").asText());
    }
  }

  /** Completes and checks the next state of an object; the argument is changed. */
  void prepareUpdate(ResourceType type, Part part, ObjectNode before, ObjectNode after) {
    ObjectNode metadata = after.withObjectProperty("metadata");
    JsonNode was = before.path("metadata");
    KEPT.forEach(
        field -> {
          if (was.has(field)) {
            metadata.set(field, was.get(field));
          } else {
            metadata.remove(field);
          }
        });
    if (type.has(Trait.STATUS)) {
      if (part == Part.STATUS) {
        keep("spec", before, after);
      } else {
        keep("status", before, after);
      }
    }
    Defaults.fill(after);
    if (type.equals(ResourceTypes.SERVICES) && !after.path("spec").has("clusterIP")) {
      after.withObjectProperty("spec").set("clusterIP", before.at("/spec/clusterIP"));
    }
    validation.check(type, after, before);
    if (type.has(Trait.GENERATION) && !wanted(before).equals(wanted(after))) {
      metadata.put("generation", was.path("generation").asLong(1) + 1);
    }
  }

  /** The spec as far as people decide it: that a pod got a node is no new generation. */
  private static JsonNode wanted(ObjectNode object) {
    return object.path("spec").has("nodeName")
        ? object.withObjectProperty("spec").deepCopy().without("nodeName")
        : object.path("spec");
  }

  static String timestamp(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void keep(String field, ObjectNode before, ObjectNode after) {
    if (before.has(field)) {
      after.set(field, before.get(field).deepCopy());
    } else {
      after.remove(field);
    }
  }

  private static ObjectNode initialStatus(ResourceType type, ObjectNode object) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    if (type.equals(ResourceTypes.PODS)) {
      status.put("phase", "Pending").put("qosClass", qosClass(object));
    } else if (type.equals(ResourceTypes.NAMESPACES)) {
      status.put("phase", "Active");
    } else if (type.equals(ResourceTypes.SERVICES)) {
      status.putObject("loadBalancer");
    }
    return status;
  }

  private static String qosClass(ObjectNode pod) {
    boolean any = false;
    boolean guaranteed = true;
    for (JsonNode container : pod.at("/spec/containers")) {
      JsonNode limits = container.at("/resources/limits");
      JsonNode requests = container.at("/resources/requests");
      any |= !limits.isEmpty() || !requests.isEmpty();
      guaranteed &=
          limits.has("cpu")
              && limits.has("memory")
              && (requests.isMissingNode() || requests.equals(limits));
    }
    return guaranteed && any ? "Guaranteed" : any ? "Burstable" : "BestEffort";
  }

  private void address(ObjectNode spec) {
    if (!spec.has("clusterIP") && !spec.path("type").asText().equals("ExternalName")) {
      int next = serviceAddresses.incrementAndGet();
      String address = "10.96." + (next / 250) + "." + (next % 250 + 1);
      spec.put("clusterIP", address);
      spec.putArray("clusterIPs").add(address);
      spec.putArray("ipFamilies").add("IPv4");
      spec.put("ipFamilyPolicy", "SingleStack");
    }
  }
}
