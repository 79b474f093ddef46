package io.aicloudops.simulator.kube.patch;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a list of a built-in kind is merged, from the x-kubernetes-list-type and patchMergeKey marks
 * of Kubernetes' API types.
 *
 * @param keys the fields that tell one element from another; empty if the list is replaced as a
 *     whole or is a set
 * @param set true for a list of distinct scalars
 */
record ListRule(List<String> keys, boolean set) {

  private static final ListRule ATOMIC = new ListRule(List.of(), false);
  private static final ListRule BY_NAME = new ListRule(List.of("name"), false);

  private static final Map<String, ListRule> BY_FIELD =
      Map.ofEntries(
          Map.entry("containers", BY_NAME),
          Map.entry("initContainers", BY_NAME),
          Map.entry("ephemeralContainers", BY_NAME),
          Map.entry("env", BY_NAME),
          Map.entry("volumes", BY_NAME),
          Map.entry("imagePullSecrets", BY_NAME),
          Map.entry("claims", BY_NAME),
          Map.entry("secrets", BY_NAME),
          Map.entry("volumeMounts", new ListRule(List.of("mountPath"), false)),
          Map.entry("volumeDevices", new ListRule(List.of("devicePath"), false)),
          Map.entry("conditions", new ListRule(List.of("type"), false)),
          Map.entry("addresses", new ListRule(List.of("type"), false)),
          Map.entry("ownerReferences", new ListRule(List.of("uid"), false)),
          Map.entry("hostAliases", new ListRule(List.of("ip"), false)),
          Map.entry("podIPs", new ListRule(List.of("ip"), false)),
          Map.entry(
              "topologySpreadConstraints",
              new ListRule(List.of("topologyKey", "whenUnsatisfiable"), false)),
          Map.entry("finalizers", new ListRule(List.of(), true)));

  private static final Set<String> WITH_CONTAINER_PORTS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  /** Maps that are replaced as a whole (x-kubernetes-map-type: atomic). */
  private static final Set<String> ATOMIC_MAPS =
      Set.of(
          "selector",
          "nodeSelector",
          "podSelector",
          "namespaceSelector",
          "labelSelector",
          "fieldRef",
          "resourceFieldRef",
          "configMapKeyRef",
          "secretKeyRef",
          "involvedObject",
          "targetRef");

  /**
   * The rule of a list.
   *
   * @param field its name
   * @param parent the field it is in; empty at the top
   */
  static ListRule of(String field, String parent) {
    if (field.equals("ports")) {
      if (WITH_CONTAINER_PORTS.contains(parent)) {
        return new ListRule(List.of("containerPort", "protocol"), false);
      }
      return parent.equals("spec") ? new ListRule(List.of("port", "protocol"), false) : ATOMIC;
    }
    if (field.equals("addresses") && !parent.equals("status")) {
      return ATOMIC;
    }
    return BY_FIELD.getOrDefault(field, ATOMIC);
  }

  static boolean isAtomicMap(String field) {
    return ATOMIC_MAPS.contains(field);
  }

  boolean keyed() {
    return !keys.isEmpty();
  }
}
