package io.aicloudops.connect.kubernetes;

import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A cluster with a workload of two pods, and the watch of it. */
class CartFixture extends WatchFixture {

  static final String CART = "test/shop/Deployment/cart";

  @BeforeEach
  void start() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("cart-config")
                .withNamespace("shop")
                .endMetadata()
                .addToData("level", "info")
                .build())
        .create();
    client.resource(cart("cart:1")).create();
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "cart")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
    // What was there before the watch began is no change.
    soon().until(() -> ready() == 2);
    watch();
    soon()
        .until(() -> last(CART).map(e -> "2".equals(attribute(e, "readyReplicas"))).orElse(false));
  }

  int ready() {
    Deployment cart = client.apps().deployments().inNamespace("shop").withName("cart").get();
    Integer ready =
        cart == null || cart.getStatus() == null ? null : cart.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  static Deployment cart(String image) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("cart")
        .withNamespace("shop")
        .addToLabels("team", "web")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .addToMatchLabels("app", "cart")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "cart")
        .addToAnnotations("prometheus.io/scrape", "true")
        .addToAnnotations("prometheus.io/port", "9")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .withNewResources()
        .addToLimits("memory", new Quantity("256Mi"))
        .addToLimits("cpu", new Quantity("500m"))
        .endResources()
        .addNewEnvFrom()
        .withNewConfigMapRef()
        .withName("cart-config")
        .endConfigMapRef()
        .endEnvFrom()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  void patch(String manager, String json) {
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("cart")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager(manager)
                .build(),
            json);
  }

  void release(String image) {
    patch(
        "release-tool",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\""
            + image
            + "\"}]}}}}");
  }

  Optional<K8sEvent> state(String reason) {
    return log.of(Topics.K8S_EVENTS).stream()
        .filter(e -> e.getType() == K8sEventType.STATE && e.getReason().equals(reason))
        .findFirst();
  }
}
