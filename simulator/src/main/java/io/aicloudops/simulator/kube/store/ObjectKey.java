package io.aicloudops.simulator.kube.store;

import java.util.Comparator;

/**
 * Where an object of a collection is.
 *
 * @param namespace empty for objects of the whole cluster
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
