package io.aicloudops.schemas.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signal, an alert or a change is about: {@code cluster/namespace/kind/name}.
 *
 * <p>Pods come and go, so everything a pod says belongs to its workload; see {@link
 * #workloadOfPod}. Things without a namespace (nodes) have the namespace {@value #CLUSTER_SCOPE}.
 *
 * @param cluster the cluster's configured name; no slash, not empty
 * @param namespace the namespace, or {@value #CLUSTER_SCOPE}
 * @param kind the Kubernetes kind in its own spelling, e.g. {@code Deployment}
 * @param name the object's name
 */
public record EntityId(String cluster, String namespace, String kind, String name)
    implements Comparable<EntityId> {

  /** Stands where a namespace would, for objects that have none. */
  public static final String CLUSTER_SCOPE = "_";

  private static final Pattern DEPLOYMENT_POD =
      Pattern.compile(
          "(.+)-[a-f0-9]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}|(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}");
  private static final Pattern STATEFUL_POD = Pattern.compile("(.+)-\\d{1,4}");
  private static final Pattern DAEMON_POD =
      Pattern.compile("(.+)-(?=[a-z]*[0-9])[bcdfghjklmnpqrstvwxz2456789]{5}");

  public EntityId {
    check("cluster", cluster);
    check("namespace", namespace);
    check("kind", kind);
    check("name", name);
  }

  private static void check(String part, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an entity needs a " + part);
    }
    if (value.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "the " + part + " of an entity has no slash, but this has: " + value);
    }
  }

  /**
   * Reads {@code cluster/namespace/kind/name}.
   *
   * @throws IllegalArgumentException if the text has not exactly four non-empty parts
   */
  public static EntityId parse(String text) {
    return tryParse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an entity is cluster/namespace/kind/name, but this is: " + text));
  }

  /** As {@link #parse}, with an empty result for text that is no entity. */
  public static Optional<EntityId> tryParse(String text) {
    int a = text.indexOf('/');
    int b = text.indexOf('/', a + 1);
    int c = text.indexOf('/', b + 1);
    boolean four = a > 0 && b > a + 1 && c > b + 1 && c < text.length() - 1;
    if (!four || text.indexOf('/', c + 1) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new EntityId(
            text.substring(0, a),
            text.substring(a + 1, b),
            text.substring(b + 1, c),
            text.substring(c + 1)));
  }

  /**
   * The workload a pod belongs to, from the pod's name alone, for the time before its owner is
   * known: the name without the suffixes that ReplicaSets, StatefulSets and DaemonSets append. A
   * name without such a suffix is a bare {@code Pod}.
   */
  public static EntityId workloadOfPod(String cluster, String namespace, String pod) {
    Matcher deployment = DEPLOYMENT_POD.matcher(pod);
    if (deployment.matches()) {
      String name = deployment.group(1) != null ? deployment.group(1) : deployment.group(2);
      return new EntityId(cluster, namespace, "Deployment", name);
    }
    Matcher stateful = STATEFUL_POD.matcher(pod);
    if (stateful.matches()) {
      return new EntityId(cluster, namespace, "StatefulSet", stateful.group(1));
    }
    Matcher daemon = DAEMON_POD.matcher(pod);
    if (daemon.matches()) {
      return new EntityId(cluster, namespace, "DaemonSet", daemon.group(1));
    }
    return new EntityId(cluster, namespace, "Pod", pod);
  }

  /** True for nodes and other things that have no namespace. */
  public boolean clusterScoped() {
    return namespace.equals(CLUSTER_SCOPE);
  }

  /** For people: {@code deployment cart in shop}. */
  public String display() {
    String what = kind.toLowerCase(Locale.ROOT) + " " + name;
    return clusterScoped() ? what : what + " in " + namespace;
  }

  @Override
  public int compareTo(EntityId other) {
    return toString().compareTo(other.toString());
  }

  /** The form used as key and in events: {@code cluster/namespace/kind/name}. */
  @Override
  public String toString() {
    return cluster + "/" + namespace + "/" + kind + "/" + name;
  }
}
