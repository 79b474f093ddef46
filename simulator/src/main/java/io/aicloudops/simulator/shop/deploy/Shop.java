package io.aicloudops.simulator.shop.deploy;

import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The shop as its own team handles it: installs it, releases versions, restarts. Writes under the
 * field managers {@code shop-installer} and {@code shop-release}.
 */
public final class Shop {

  /** Where it is installed. */
  public static final String NAMESPACE = "shop";

  private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

  private final KubernetesClient client;
  private final List<ServiceSpec> services;

  public Shop(KubernetesClient client, List<ServiceSpec> services) {
    this.client = client;
    this.services = List.copyOf(services);
  }

  /**
   * Creates the namespace and all objects; where they exist, sets them back to what the manifests
   * say.
   */
  public void install() {
    apply(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build());
    for (ServiceSpec service : services) {
      Manifests.of(service, NAMESPACE).forEach(this::apply);
    }
  }

  /** Releases an image: the deployment's only container gets it. */
  public void release(String service, String image) {
    patch(
        service,
        """
        {"metadata":{"annotations":{"%s":"release %s"}},
         "spec":{"template":{"spec":{"containers":[{"name":"%s","image":"%s"}]}}}}
        """
            .formatted(CHANGE_CAUSE, image, service, image));
  }

  /** Replaces all pods of a service one after the other. */
  public void restart(String service, String at) {
    patch(
        service,
        """
        {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"%s"}}}}}
        """
            .formatted(at));
  }

  /** The image a service's deployment asks for. */
  public String image(String service) {
    Deployment deployment =
        Objects.requireNonNull(
            deployment(service).get(), () -> "the shop has no deployment " + service);
    return image(deployment);
  }

  /** The service of this name; {@link IllegalArgumentException} if the shop has none. */
  public ServiceSpec service(String name) {
    return services.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the shop has no service " + name));
  }

  /**
   * What the deployments ask for and do not have, one sentence each; empty if all are as they
   * should be.
   */
  public List<String> unfinished() {
    Map<String, Deployment> deployments = deployments();
    List<String> sentences = new ArrayList<>();
    for (ServiceSpec service : services) {
      Deployment deployment = deployments.get(service.name());
      if (deployment == null) {
        sentences.add(service.name() + " is not deployed");
      } else if (!complete(deployment)) {
        sentences.add(service.name() + " is not fully rolled out and ready");
      }
    }
    return sentences;
  }

  /** The image each deployment asks for, by service. */
  public Map<String, String> images() {
    Map<String, String> images = new TreeMap<>();
    deployments().forEach((name, deployment) -> images.put(name, image(deployment)));
    return images;
  }

  private Map<String, Deployment> deployments() {
    return client.apps().deployments().inNamespace(NAMESPACE).list().getItems().stream()
        .collect(Collectors.toMap(d -> d.getMetadata().getName(), d -> d));
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  private static boolean complete(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    if (status == null) {
      return false;
    }
    int desired = deployment.getSpec().getReplicas();
    Long generation = deployment.getMetadata().getGeneration();
    return Objects.equals(status.getObservedGeneration(), generation)
        && count(status.getReplicas()) == desired
        && count(status.getUpdatedReplicas()) == desired
        && count(status.getReadyReplicas()) == desired;
  }

  private static int count(Integer value) {
    return value == null ? 0 : value;
  }

  private void apply(HasMetadata object) {
    client.resource(object).fieldManager("shop-installer").forceConflicts().serverSideApply();
  }

  private void patch(String service, String json) {
    deployment(service)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager("shop-release")
                .build(),
            json);
  }

  private RollableScalableResource<Deployment> deployment(String service) {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(service);
  }
}
