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

  private final Map<String, Target> targets = new ConcurrentHashMap<>();

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
  }

  @Override
  public List<Target> targets() {
    return List.copyOf(targets.values());
  }

  private static String key(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  private static Optional<Target> target(Pod pod) {
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
    String instance = host + ":" + port(pod, annotations);
    String path = annotations.getOrDefault(ANNOTATION + "path", "/metrics");
    String scheme = annotations.getOrDefault(ANNOTATION + "scheme", "http");
    Map<String, String> labels = new TreeMap<>();
    labels.put("job", "kubernetes-pods");
    labels.put("instance", instance);
    labels.put("namespace", pod.getMetadata().getNamespace());
    labels.put("pod", pod.getMetadata().getName());
    try {
      URI url = URI.create(scheme + "://" + instance + (path.startsWith("/") ? "" : "/") + path);
      return Optional.of(new Target(url, labels, false, new Secret("")));
    } catch (IllegalArgumentException e) {
      LOG.warn("The annotations {} of pod {} make no URL", ANNOTATION, key(pod));
      return Optional.empty();
    }
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
