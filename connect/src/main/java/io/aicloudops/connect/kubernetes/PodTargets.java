package io.aicloudops.connect.kubernetes;

import io.aicloudops.connect.scrape.Target;
import io.aicloudops.connect.scrape.TargetSource;
import io.aicloudops.runtime.settings.Secret;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running pods that ask to be scraped by the usual annotations {@code prometheus.io/scrape}, {@code
 * port}, {@code path} and {@code scheme}.
 */
final class PodTargets implements TargetSource {

  private static final Logger LOG = LoggerFactory.getLogger(PodTargets.class);
  private static final String ANNOTATION = "prometheus.io/";

  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  /** What was said of pods whose annotations cannot be used, so that it is said once. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  /** A pod is so now. */
  void seen(Pod pod) {
    Optional<Target> target = target(pod);
    if (target.isPresent()) {
      targets.put(key(pod), target.get());
    } else {
      targets.remove(key(pod));
    }
  }

  /** A pod is no more. */
  void gone(Pod pod) {
    targets.remove(key(pod));
    told.remove(key(pod));
  }

  @Override
  public List<Target> targets() {
    return List.copyOf(targets.values());
  }

  private static String key(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  private Optional<Target> target(Pod pod) {
    Map<String, String> annotations =
        pod.getMetadata().getAnnotations() == null ? Map.of() : pod.getMetadata().getAnnotations();
    boolean asks = "true".equals(annotations.get(ANNOTATION + "scrape"));
    boolean runs =
        pod.getMetadata().getDeletionTimestamp() == null
            && pod.getStatus() != null
            && "Running".equals(pod.getStatus().getPhase())
            && pod.getStatus().getPodIP() != null;
    if (!asks || !runs) {
      return Optional.empty();
    }
    String ip = pod.getStatus().getPodIP();
    String host = ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
    String port = port(pod, annotations);
    String path = annotations.getOrDefault(ANNOTATION + "path", "/metrics");
    String scheme = annotations.getOrDefault(ANNOTATION + "scheme", "http");
    // Whoever may annotate a pod must not choose another host: 80@169.254.169.254 would.
    if (!isPort(port) || !SCHEMES.contains(scheme)) {
      return unusable(pod, "port " + port + ", scheme " + scheme);
    }
    String instance = host + ":" + port;
    Map<String, String> labels = new TreeMap<>();
    labels.put("job", "kubernetes-pods");
    labels.put("instance", instance);
    labels.put("namespace", pod.getMetadata().getNamespace());
    labels.put("pod", pod.getMetadata().getName());
    try {
      URI url = URI.create(scheme + "://" + instance + (path.startsWith("/") ? "" : "/") + path);
      return Optional.of(new Target(url, labels, false, new Secret("")));
    } catch (IllegalArgumentException e) {
      return unusable(pod, "path " + path);
    }
  }

  private Optional<Target> unusable(Pod pod, String what) {
    if (!what.equals(told.put(key(pod), what))) {
      LOG.warn("Pod {} is not scraped, {} cannot be used: {}", key(pod), ANNOTATION, what);
    }
    return Optional.empty();
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= HIGHEST_PORT;
  }

  private static String port(Pod pod, Map<String, String> annotations) {
    String named = annotations.get(ANNOTATION + "port");
    if (named != null) {
      return named;
    }
    return pod.getSpec().getContainers().stream()
        .map(Container::getPorts)
        .flatMap(List::stream)
        .map(port -> String.valueOf(port.getContainerPort()))
        .findFirst()
        .orElse("80");
  }
}
