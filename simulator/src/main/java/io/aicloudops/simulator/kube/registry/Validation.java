package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.ApiError.Cause;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of the kinds: those a client can break by mistake, in the API's words. */
final class Validation {

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Set<String> WITH_TEMPLATE =
      Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");

  private final KubernetesSerialization models = new KubernetesSerialization();

  /**
   * Checks an object.
   *
   * @param before as it was; null when it is created
   * @throws ApiError 400 if it cannot be read as its kind, 422 if it breaks a rule
   */
  void check(ResourceType type, ObjectNode object, @Nullable ObjectNode before) {
    decode(type, object);
    List<Cause> causes = new ArrayList<>();
    String name = object.at("/metadata/name").asText();
    if (name.length() > 253 || !NAME.matcher(name).matches()) {
      causes.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: \""
                  + name
                  + "\": a lowercase RFC 1123 subdomain must consist of lower case"
                  + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
              "metadata.name"));
    }
    if (WITH_TEMPLATE.contains(type.kind())) {
      workload(object, before, causes);
    } else if (type.kind().equals("Job")) {
      job(object, before, causes);
    } else if (type.equals(ResourceTypes.PODS)) {
      podSpec(object.path("spec"), "spec", causes);
      if (before != null) {
        podUpdate(object, before, causes);
      }
    } else if (before != null && before.path("immutable").asBoolean(false)) {
      immutableData(object, before, causes);
    }
    if (!causes.isEmpty()) {
      throw ApiError.invalid(type, name, causes);
    }
  }

  private void decode(ResourceType type, ObjectNode object) {
    try {
      models.convertValue(object, type.model());
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw ApiError.badRequest(
          type.kind()
              + " in version \""
              + type.version()
              + "\" cannot be handled as a "
              + type.kind()
              + ": "
              + why);
    }
  }

  private static void workload(ObjectNode object, @Nullable ObjectNode before, List<Cause> causes) {
    JsonNode spec = object.path("spec");
    if (spec.path("replicas").asInt(0) < 0) {
      causes.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: " + spec.path("replicas") + ": must be greater than or equal to 0",
              "spec.replicas"));
    }
    JsonNode selector = spec.path("selector");
    if (selector.isMissingNode() || selector.isEmpty()) {
      causes.add(required("spec.selector"));
    } else {
      JsonNode labels = spec.at("/template/metadata/labels");
      for (var wanted : selector.path("matchLabels").properties()) {
        if (!wanted.getValue().equals(labels.path(wanted.getKey()))) {
          causes.add(
              new Cause(
                  "FieldValueInvalid",
                  "Invalid value: " + labels + ": `selector` does not match template `labels`",
                  "spec.template.metadata.labels"));
          break;
        }
      }
    }
    if (before != null && !before.at("/spec/selector").equals(selector)) {
      causes.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: " + selector + ": field is immutable",
              "spec.selector"));
    }
    JsonNode rolling = spec.at("/strategy/rollingUpdate");
    if (isZero(rolling.path("maxSurge")) && isZero(rolling.path("maxUnavailable"))) {
      causes.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: 0: may not be 0 when `maxSurge` is 0",
              "spec.strategy.rollingUpdate.maxUnavailable"));
    }
    podSpec(spec.at("/template/spec"), "spec.template.spec", causes);
  }

  private static boolean isZero(JsonNode amount) {
    return amount.asText("").equals("0") || amount.asText("").equals("0%");
  }

  private static void job(ObjectNode object, @Nullable ObjectNode before, List<Cause> causes) {
    JsonNode spec = object.path("spec");
    String restarts = spec.at("/template/spec/restartPolicy").asText();
    if (!restarts.equals("Never") && !restarts.equals("OnFailure")) {
      causes.add(
          new Cause(
              "FieldValueNotSupported",
              "Unsupported value: \"" + restarts + "\": supported values: \"OnFailure\", \"Never\"",
              "spec.template.spec.restartPolicy"));
    }
    if (before == null && spec.has("selector") && !spec.path("manualSelector").asBoolean()) {
      causes.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: " + spec.path("selector") + ": `selector` not auto-generated",
              "spec.selector"));
    }
    if (before != null && !before.at("/spec/template").equals(spec.path("template"))) {
      causes.add(
          new Cause("FieldValueInvalid", "Invalid value: field is immutable", "spec.template"));
    }
    podSpec(spec.at("/template/spec"), "spec.template.spec", causes);
  }

  private static void podSpec(JsonNode spec, String at, List<Cause> causes) {
    if (spec.path("containers").isEmpty()) {
      causes.add(required(at + ".containers"));
    }
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode container : spec.path("containers")) {
      String here = at + ".containers[" + index++ + "]";
      String name = container.path("name").asText("");
      if (name.isEmpty()) {
        causes.add(required(here + ".name"));
      } else if (!names.add(name)) {
        causes.add(
            new Cause("FieldValueDuplicate", "Duplicate value: \"" + name + "\"", here + ".name"));
      }
      if (container.path("image").asText("").isBlank()) {
        causes.add(required(here + ".image"));
      }
      resources(container.path("resources"), here + ".resources", causes);
    }
  }

  private static void resources(JsonNode resources, String at, List<Cause> causes) {
    for (String kind : List.of("limits", "requests")) {
      for (var amount : resources.path(kind).properties()) {
        if (quantity(amount.getValue()) == null) {
          causes.add(
              new Cause(
                  "FieldValueInvalid",
                  "Invalid value: "
                      + amount.getValue()
                      + ": quantities must match the regular expression"
                      + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                  at + "." + kind + "[" + amount.getKey() + "]"));
        }
      }
    }
    for (var request : resources.path("requests").properties()) {
      BigDecimal wanted = quantity(request.getValue());
      BigDecimal limit = quantity(resources.path("limits").path(request.getKey()));
      if (wanted != null && limit != null && wanted.compareTo(limit) > 0) {
        causes.add(
            new Cause(
                "FieldValueInvalid",
                "Invalid value: "
                    + request.getValue()
                    + ": must be less than or equal to "
                    + request.getKey()
                    + " limit of "
                    + resources.path("limits").path(request.getKey()).asText(),
                at + ".requests"));
      }
    }
  }

  private static @Nullable BigDecimal quantity(JsonNode value) {
    if (!value.isValueNode()) {
      return null;
    }
    try {
      return Quantity.getAmountInBytes(Quantity.parse(value.asText()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Of a pod's spec only images, tolerations and deadlines may change. */
  private static void podUpdate(ObjectNode object, ObjectNode before, List<Cause> causes) {
    if (!withoutMutable(object).equals(withoutMutable(before))) {
      causes.add(
          new Cause(
              "FieldValueForbidden",
              "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                  + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions"
                  + " to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
                  + " previously negative)",
              "spec"));
    }
  }

  private static JsonNode withoutMutable(ObjectNode pod) {
    ObjectNode spec = pod.withObjectProperty("spec").deepCopy();
    spec.remove(List.of("tolerations", "activeDeadlineSeconds", "nodeName"));
    spec.path("containers").forEach(container -> ((ObjectNode) container).remove("image"));
    spec.path("initContainers").forEach(container -> ((ObjectNode) container).remove("image"));
    return spec;
  }

  private static void immutableData(ObjectNode object, ObjectNode before, List<Cause> causes) {
    if (!object.path("data").equals(before.path("data"))) {
      causes.add(
          new Cause(
              "FieldValueForbidden",
              "Forbidden: field is immutable when `immutable` is set",
              "data"));
    }
  }

  private static Cause required(String field) {
    return new Cause("FieldValueRequired", "Required value", field);
  }
}
