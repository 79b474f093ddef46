package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.SignalRole;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the words of a signal's or an alert's name say, by the naming conventions of Prometheus and
 * of the kubernetes-mixin alerts.
 */
final class Names {

  private static final Set<String> CLIENT =
      Set.of("client", "upstream", "outbound", "egress", "downstream", "dependency");
  private static final Set<String> POOL = Set.of("pool", "connections", "hikaricp", "datasource");

  /**
   * A cluster that is not as Git says, by the controllers' own alerts (ArgoCdAppOutOfSync,
   * FluxReconciliationFailure); replicas of stores are out of sync too, and clocks drift.
   */
  private static final Pattern OUT_OF_SYNC =
      Pattern.compile(
          "(argo[-_ ]?cd|(?<!in)flux|gitops|kustomization|helmrelease).*"
              + "(out[-_ ]?of[-_ ]?sync|not[-_ ]?synced|drift|reconcil)"
              + "|config(uration)?[-_ ]?drift");

  private static final Pattern NOT_FOUND = Pattern.compile("(^|[^0-9])404([^0-9]|$)");

  private Names() {}

  /** The meaning of a signal with a role. */
  static Meaning ofSignal(String signal, SignalRole role) {
    Set<String> words = words(signal);
    boolean client = any(words, CLIENT);
    return switch (role) {
      case ERRORS -> client ? Meaning.CLIENT_ERRORS : Meaning.ERRORS;
      case LATENCY -> client ? Meaning.CLIENT_LATENCY : Meaning.LATENCY;
      case TRAFFIC -> client ? Meaning.CLIENT_TRAFFIC : Meaning.TRAFFIC;
      case AVAILABILITY -> Meaning.AVAILABILITY;
      case SATURATION, RESOURCE, OTHER -> resource(words, role);
    };
  }

  private static Meaning resource(Set<String> words, SignalRole role) {
    if (any(words, POOL)) {
      return Meaning.POOL;
    }
    if (words.contains("throttled") || words.contains("throttling")) {
      return Meaning.THROTTLING;
    }
    if (words.contains("lag")) {
      return Meaning.LAG;
    }
    if (words.contains("cpu") || words.contains("load1")) {
      return Meaning.CPU;
    }
    if (any(words, Set.of("memory", "mem", "heap", "rss"))) {
      return Meaning.MEMORY;
    }
    if (any(words, Set.of("disk", "fs", "filesystem", "volume", "inodes"))) {
      return Meaning.DISK;
    }
    if (any(words, Set.of("network", "net", "retransmits", "retrans", "packets"))) {
      return Meaning.NETWORK;
    }
    return role == SignalRole.SATURATION ? Meaning.SATURATION : Meaning.OTHER;
  }

  /** The meaning of an alert by its name. */
  static Meaning ofAlert(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    if (text.contains("crashloop") || text.contains("crashlooping")) {
      return Meaning.CRASH;
    }
    if (text.contains("oom") || text.contains("outofmemory")) {
      return Meaning.OUT_OF_MEMORY;
    }
    if (text.contains("imagepull")) {
      return Meaning.IMAGE;
    }
    if (text.contains("nodenotready") || text.contains("nodeunreachable")) {
      return Meaning.NODE_DOWN;
    }
    if (text.contains("quota")) {
      return Meaning.QUOTA;
    }
    if (text.contains("pool") || text.contains("connections")) {
      return Meaning.POOL;
    }
    if (text.contains("throttl")) {
      return Meaning.THROTTLING;
    }
    if (text.contains("dns")) {
      return Meaning.DNS;
    }
    if (text.contains("certificate") || text.contains("certexpir")) {
      return Meaning.CERTIFICATE;
    }
    if (text.startsWith("kubeapi") || text.startsWith("etcd")) {
      return Meaning.CONTROL_PLANE;
    }
    if (text.contains("terminating") || text.contains("finalizer")) {
      return Meaning.FINALIZER;
    }
    if (OUT_OF_SYNC.matcher(text).find()) {
      return Meaning.OUT_OF_SYNC;
    }
    if (NOT_FOUND.matcher(text).find()) {
      return Meaning.ROUTE;
    }
    if (text.contains("latency") || text.contains("slow") || text.contains("duration")) {
      return Meaning.LATENCY;
    }
    if (text.contains("error") || text.contains("5xx") || text.contains("fail")) {
      return Meaning.ERRORS;
    }
    if (text.contains("cpu")) {
      return Meaning.CPU;
    }
    if (text.contains("memory")) {
      return Meaning.MEMORY;
    }
    if (text.contains("saturat") || text.contains("queue")) {
      return Meaning.SATURATION;
    }
    if (text.contains("traffic") || text.contains("requestrate")) {
      return Meaning.TRAFFIC;
    }
    boolean away =
        text.contains("down")
            || text.contains("absent")
            || text.contains("unavailable")
            || text.contains("notready")
            || text.contains("mismatch");
    return away ? Meaning.AVAILABILITY : Meaning.OTHER;
  }

  private static boolean any(Set<String> words, Set<String> of) {
    return words.stream().anyMatch(of::contains);
  }

  static Set<String> words(String signal) {
    return new LinkedHashSet<>(
        Arrays.asList(signal.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)));
  }
}
