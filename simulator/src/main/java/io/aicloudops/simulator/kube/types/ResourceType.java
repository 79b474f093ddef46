package io.aicloudops.simulator.kube.types;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;

/**
 * A kind of object as the API serves it.
 *
 * @param group empty for the core group
 * @param plural its name in paths
 * @param model fabric8's class of it
 */
public record ResourceType(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    Set<Trait> traits,
    List<String> shortNames,
    Class<? extends HasMetadata> model) {

  /** What not every kind has. */
  public enum Trait {
    /** A status of its own that only /status writes. */
    STATUS,
    /** The /scale subresource. */
    SCALE,
    /** A generation that counts changes of the spec. */
    GENERATION
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** As in the field apiVersion: v1 or apps/v1. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As in messages: pods or deployments.apps; also the name of its collection in the store. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
