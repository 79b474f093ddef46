package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes, and what of the cluster is older than it should be. */
final class NodeChecks {

  private static final Duration CORDONED_FOR = Duration.ofHours(4);
  private static final Set<String> PRESSURE =
      Set.of("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable");
  private static final Pattern MINOR = Pattern.compile("v?1\\.(\\d+).*");

  /** A kubelet may be this many minor versions older than the API server. */
  private static final int MOST_SKEW = 3;

  private static final String DEPRECATED = "apiserver_requested_deprecated_apis";

  /** The metrics it reads. */
  static final Set<String> METRICS = Set.of(DEPRECATED);

  private NodeChecks() {}

  static Stream<Finding> of(Picture picture) {
    return Stream.concat(
        picture.of(Node.class).flatMap(node -> node(picture, node)), deprecated(picture));
  }

  private static Stream<Finding> node(Picture picture, Node node) {
    EntityId entity = picture.entity(node);
    Stream<Finding> conditions =
        conditions(node).stream().flatMap(condition -> condition(entity, condition));
    Stream<Finding> cordoned =
        forgotten(picture, node)
            ? Stream.of(
                Check.NODE_CORDONED.found(
                    Level.WARNING,
                    entity,
                    "it takes no new pods for more than " + CORDONED_FOR.toHours() + " hours",
                    "已超过 " + CORDONED_FOR.toHours() + " 小时不接受新 Pod"))
            : Stream.empty();
    return Stream.of(conditions, cordoned, version(picture, node)).flatMap(found -> found);
  }

  private static List<NodeCondition> conditions(Node node) {
    return node.getStatus() == null ? List.of() : Picture.orEmpty(node.getStatus().getConditions());
  }

  private static Stream<Finding> condition(EntityId entity, NodeCondition condition) {
    if (condition.getType().equals("Ready") && !condition.getStatus().equals("True")) {
      return Stream.of(
          Check.NODE_NOT_READY.found(Level.CRITICAL, entity, "it is not ready", "节点未就绪"));
    }
    return PRESSURE.contains(condition.getType()) && condition.getStatus().equals("True")
        ? Stream.of(
            Check.NODE_UNDER_PRESSURE.found(
                Level.WARNING,
                entity,
                "its kubelet reports " + condition.getType(),
                "kubelet 报告 " + condition.getType()))
        : Stream.empty();
  }

  private static boolean forgotten(Picture picture, Node node) {
    return node.getSpec() != null
        && Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && Picture.orEmpty(node.getSpec().getTaints()).stream()
            .filter(taint -> taint.getKey().equals("node.kubernetes.io/unschedulable"))
            .allMatch(
                taint ->
                    taint.getTimeAdded() == null
                        || Ages.before(taint.getTimeAdded(), CORDONED_FOR, picture.now()));
  }

  private static Stream<Finding> version(Picture picture, Node node) {
    if (node.getStatus() == null || node.getStatus().getNodeInfo() == null) {
      return Stream.empty();
    }
    String kubelet = node.getStatus().getNodeInfo().getKubeletVersion();
    OptionalInt server = minor(picture.version());
    OptionalInt own = minor(kubelet);
    boolean old =
        server.isPresent() && own.isPresent() && server.getAsInt() - own.getAsInt() > MOST_SKEW;
    return old
        ? Stream.of(
            Check.OLD_KUBELET.found(
                Level.WARNING,
                picture.entity(node),
                "its kubelet is " + kubelet + ", the API server " + picture.version(),
                "kubelet 版本 " + kubelet + "，API Server 版本 " + picture.version()))
        : Stream.empty();
  }

  private static OptionalInt minor(String version) {
    Matcher matcher = MINOR.matcher(version == null ? "" : version);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** The API server's own count of who still asks for what will go. */
  private static Stream<Finding> deprecated(Picture picture) {
    TreeMap<String, String> removed =
        picture
            .gauges(DEPRECATED)
            .filter(gauge -> gauge.value() > 0)
            .sorted(Comparator.comparing(gauge -> gauge.label("removed_release")))
            .collect(
                Collectors.toMap(
                    gauge ->
                        gauge.label("resource")
                            + " "
                            + gauge.label("group")
                            + "/"
                            + gauge.label("version"),
                    gauge -> gauge.label("removed_release"),
                    (first, second) -> first,
                    TreeMap::new));
    EntityId cluster = picture.entity("", "Cluster", picture.cluster());
    return removed.entrySet().stream()
        .map(
            api ->
                Check.DEPRECATED_API.found(
                    Level.WARNING,
                    cluster,
                    "somebody asks for "
                        + api.getKey()
                        + (api.getValue().isEmpty() ? "" : ", gone in " + api.getValue()),
                    "仍有调用方使用 "
                        + api.getKey()
                        + (api.getValue().isEmpty() ? "" : "，将在 " + api.getValue() + " 移除")));
  }
}
