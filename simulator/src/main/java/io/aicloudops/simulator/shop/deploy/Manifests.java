package io.aicloudops.simulator.shop.deploy;

import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The shop's services as Kubernetes objects. */
final class Manifests {

  private static final int PORT = 8080;

  private Manifests() {}

  /** Everything a service needs, in the order in which it is created. */
  static List<HasMetadata> of(ServiceSpec service, String namespace) {
    return Stream.<HasMetadata>of(
            configMap(service, namespace),
            kubernetesService(service, namespace),
            deployment(service, namespace))
        .toList();
  }

  private static Map<String, String> labels(ServiceSpec service) {
    return Map.of("app", service.name(), "app.kubernetes.io/part-of", "shop");
  }

  private static ConfigMap configMap(ServiceSpec service, String namespace) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(service.name() + "-config")
        .withNamespace(namespace)
        .withLabels(labels(service))
        .endMetadata()
        .addToData("LOG_LEVEL", "info")
        .addToData("CALL_TIMEOUT", "2s")
        .addToData("DB_POOL_SIZE", Integer.toString(service.poolSize()))
        .build();
  }

  private static Service kubernetesService(ServiceSpec service, String namespace) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(service.name())
        .withNamespace(namespace)
        .withLabels(labels(service))
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", service.name())
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withTargetPort(new IntOrString(PORT))
        .endPort()
        .endSpec()
        .build();
  }

  private static Deployment deployment(ServiceSpec service, String namespace) {
    long millicores = Math.round(service.cpuLimitCores() * 1000);
    long mib = service.memoryLimitBytes() >> 20;
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(service.name())
        .withNamespace(namespace)
        .withLabels(labels(service))
        .endMetadata()
        .withNewSpec()
        .withReplicas(service.replicas())
        .withProgressDeadlineSeconds(60)
        .withRevisionHistoryLimit(10)
        .withNewSelector()
        .addToMatchLabels("app", service.name())
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels(service))
        .addToAnnotations("prometheus.io/scrape", "true")
        .addToAnnotations("prometheus.io/path", "/metrics")
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(5L)
        .addNewContainer()
        .withName(service.name())
        .withImage(service.image(service.versions().stable()))
        .addNewPort()
        .withName("http")
        .withContainerPort(PORT)
        .endPort()
        .addNewEnv()
        .withName("SERVICE_NAME")
        .withValue(service.name())
        .endEnv()
        .addNewEnv()
        .withName("UPSTREAMS")
        .withValue(String.join(",", service.callees()))
        .endEnv()
        .addNewEnvFrom()
        .withNewConfigMapRef()
        .withName(service.name() + "-config")
        .endConfigMapRef()
        .endEnvFrom()
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath("/healthz")
        .withPort(new IntOrString(PORT))
        .endHttpGet()
        .withPeriodSeconds(1)
        .endReadinessProbe()
        .withNewResources()
        .addToRequests("cpu", new Quantity(millicores / 2 + "m"))
        .addToRequests("memory", new Quantity(mib / 2 + "Mi"))
        .addToLimits("cpu", new Quantity(millicores + "m"))
        .addToLimits("memory", new Quantity(mib + "Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
