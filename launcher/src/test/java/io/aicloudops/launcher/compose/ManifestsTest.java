package io.aicloudops.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.kubernetes.Reads;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.remediator.execute.Permissions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Kubernetes manifests: known kinds and fields, the services that exist, no right too many. */
class ManifestsTest {

  private static final Path FOLDER = Samples.FOLDER.resolve("kubernetes");
  private static final Set<String> READING = Set.of("get", "list", "watch");

  @Test
  void haveOnlyKindsAndFieldsThatKubernetesKnows() throws Exception {
    List<String> unknown = new ArrayList<>();
    for (HasMetadata object : all()) {
      assertThat(object).isNotInstanceOf(GenericKubernetesResource.class);
      findUnknown(object, object.getKind() + " " + object.getMetadata().getName(), unknown);
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void kustomizationNamesEveryFile() throws IOException {
    List<?> resources =
        (List<?>)
            Samples.value(
                Samples.documents(FOLDER.resolve("kustomization.yaml")).get(0), "resources");
    List<String> files =
        Samples.below(FOLDER, ".yaml")
            .map(f -> f.getFileName().toString())
            .filter(f -> !f.equals("kustomization.yaml"))
            .toList();
    assertThat(resources.stream().map(Object::toString)).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void deployEachServiceOnceWithProbesAndLimits() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Deployment deployment : of(Deployment.class)) {
      String name = deployment.getMetadata().getName();
      names.add(name);
      var pod = deployment.getSpec().getTemplate().getSpec();
      Container container = pod.getContainers().get(0);
      assertThat(container.getArgs()).startsWith("run", name);
      assertThat(path(container.getLivenessProbe())).isEqualTo("/api/v1/health/live");
      assertThat(path(container.getStartupProbe())).isEqualTo("/api/v1/health/live");
      assertThat(path(container.getReadinessProbe())).isEqualTo("/api/v1/health/ready");
      assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
      assertThat(container.getResources().getLimits()).containsKey("memory");
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getEnableServiceLinks())
          .as("%s: variables AIOPS_… of the cluster would be unknown settings", name)
          .isFalse();
      assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
          .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    }
    assertThat(names)
        .isEqualTo(
            Arrays.stream(Services.values())
                .map(Services::id)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(of(Service.class))
        .extracting(s -> s.getMetadata().getName())
        .hasSameElementsAs(names);
  }

  @Test
  void onlyOneConnectWatchesTheCluster() throws IOException {
    assertThat(of(Deployment.class))
        .filteredOn(d -> d.getMetadata().getName().equals("connect"))
        .singleElement()
        .satisfies(d -> assertThat(d.getSpec().getReplicas()).isOne())
        .satisfies(d -> assertThat(d.getSpec().getStrategy().getType()).isEqualTo("Recreate"));
  }

  @Test
  void onlyThoseThatTalkToTheClusterGetAToken() throws IOException {
    Map<String, Boolean> tokens = new TreeMap<>();
    of(Deployment.class)
        .forEach(
            d ->
                tokens.put(
                    d.getMetadata().getName(),
                    d.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken()));
    assertThat(tokens)
        .isEqualTo(
            Map.of(
                "connect",
                true,
                "remediator",
                true,
                "rca",
                false,
                "forecast",
                false,
                "assistant",
                false));
  }

  @Test
  void connectReadsOnly() throws IOException {
    assertThat(rights("ai-cloudops-connect"))
        .isNotEmpty()
        .allSatisfy((resource, verbs) -> assertThat(READING).containsAll(verbs))
        .doesNotContainKeys("/secrets", "*/*");
  }

  @Test
  void connectMayReadWhatItReadsAndNothingElse() throws IOException {
    assertThat(rights("ai-cloudops-connect")).isEqualTo(Reads.all());
  }

  @Test
  void remediatorMayDoWhatItsExecutorNeedsAndNothingElse() throws IOException {
    Map<String, Set<String>> needed = new TreeMap<>();
    for (Permissions permissions : Permissions.ALL) {
      for (String resource : permissions.resources()) {
        needed
            .computeIfAbsent(permissions.apiGroup() + "/" + resource, r -> new TreeSet<>())
            .addAll(permissions.verbs());
      }
    }
    assertThat(rights("ai-cloudops-remediator")).isEqualTo(needed);
  }

  private static Map<String, Set<String>> rights(String role) throws IOException {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (ClusterRole one : of(ClusterRole.class)) {
      if (one.getMetadata().getName().equals(role)) {
        for (PolicyRule rule : one.getRules()) {
          for (String group : rule.getApiGroups()) {
            for (String resource : rule.getResources()) {
              rights
                  .computeIfAbsent(group + "/" + resource, r -> new TreeSet<>())
                  .addAll(rule.getVerbs());
            }
          }
        }
      }
    }
    return rights;
  }

  private static String path(Probe probe) {
    return probe.getHttpGet().getPath();
  }

  private static <T extends HasMetadata> List<T> of(Class<T> kind) throws IOException {
    return all().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<HasMetadata> all() throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    for (Path file : Samples.below(FOLDER, ".yaml").toList()) {
      if (!file.endsWith("kustomization.yaml")) {
        Object read = new KubernetesSerialization().unmarshal(Files.readString(file));
        if (read instanceof KubernetesList list) {
          objects.addAll(list.getItems());
        } else if (read instanceof Collection<?> several) {
          several.forEach(one -> objects.add((HasMetadata) one));
        } else {
          objects.add((HasMetadata) read);
        }
      }
    }
    return objects;
  }

  /** fabric8 keeps fields it does not know instead of refusing them. */
  private static void findUnknown(Object node, String path, List<String> unknown)
      throws ReflectiveOperationException {
    if (node instanceof Collection<?> list) {
      int index = 0;
      for (Object item : list) {
        findUnknown(item, path + "[" + index++ + "]", unknown);
      }
      return;
    }
    if (node == null || !node.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")) {
      return;
    }
    for (var getter : node.getClass().getMethods()) {
      if (!getter.getName().startsWith("get") || getter.getParameterCount() > 0) {
        continue;
      }
      Object value = getter.invoke(node);
      if (getter.getName().equals("getAdditionalProperties")) {
        ((Map<?, ?>) value).keySet().forEach(key -> unknown.add(path + "." + key));
      } else {
        findUnknown(value, path + "." + getter.getName().substring(3), unknown);
      }
    }
  }
}
