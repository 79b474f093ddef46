package io.aicloudops.connect.kubernetes;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What this module reads of a cluster: what its role has to allow, and no more. */
public final class Reads {

  private Reads() {}

  /** Verbs by {@code group/resource}; the core group is empty. */
  public static SortedMap<String, SortedSet<String>> all() {
    SortedMap<String, SortedSet<String>> all = new TreeMap<>();
    for (WatchedKind kind : WatchedKind.ALL) {
      allow(all, kind.group() + "/" + kind.plural(), "list", "watch");
    }
    allow(all, "/pods/log", "get"); // the last words of crashed containers
    allow(all, "cert-manager.io/certificates", "list"); // the inspection looks at them
    return all;
  }

  private static void allow(
      SortedMap<String, SortedSet<String>> all, String resource, String... verbs) {
    all.computeIfAbsent(resource, r -> new TreeSet<>()).addAll(List.of(verbs));
  }
}
