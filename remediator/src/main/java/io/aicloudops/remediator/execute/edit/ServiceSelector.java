package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the selector of a service that selects nothing select the pods of its workload: each of the
 * selector's keys takes the value that the workload's pods carry, and keys that they do not carry
 * go. Nothing is guessed: the workload is the one named, or the one of the service's own name.
 */
final class ServiceSelector implements Edit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  ServiceSelector(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Change of(Intent intent, HasMetadata live) {
    if (!(live instanceof Service service)
        || service.getSpec().getSelector() == null
        || service.getSpec().getSelector().isEmpty()) {
      throw NotActedOnException.nothing("it is no service with a selector");
    }
    Map<String, String> selector = service.getSpec().getSelector();
    if (pods(service, selector) > 0) {
      throw NotActedOnException.nothing("its selector matches pods; look at their readiness");
    }
    HasMetadata workload = workload(intent.getParams().getOrDefault("workload", ""), service);
    Map<String, String> mended = new TreeMap<>();
    Map<String, String> labels = Workloads.podLabels(workload);
    selector
        .keySet()
        .forEach(
            key -> {
              String value = labels.get(key);
              if (value != null) {
                mended.put(key, value);
              }
            });
    if (mended.isEmpty()) {
      mended.putAll(Workloads.matchLabels(workload));
    }
    if (mended.isEmpty() || pods(service, mended) == 0) {
      throw new NotActedOnException(
          SpecEdits.name(workload) + " has no pods that the service could select");
    }
    return Change.set(
        "/spec/selector",
        JSON.valueToTree(mended),
        "set the selector of %s to %s".formatted(SpecEdits.name(live), mended));
  }

  private int pods(Service service, Map<String, String> labels) {
    return client
        .pods()
        .inNamespace(service.getMetadata().getNamespace())
        .withLabels(labels)
        .list()
        .getItems()
        .size();
  }

  private HasMetadata workload(String named, Service service) {
    String namespace = service.getMetadata().getNamespace();
    int slash = named.indexOf('/');
    String name = slash < 0 ? service.getMetadata().getName() : named.substring(slash + 1);
    String kind = slash < 0 ? "Deployment" : named.substring(0, slash);
    HasMetadata found =
        switch (kind) {
          case "StatefulSet" ->
              client.apps().statefulSets().inNamespace(namespace).withName(name).get();
          case "DaemonSet" ->
              client.apps().daemonSets().inNamespace(namespace).withName(name).get();
          default -> client.apps().deployments().inNamespace(namespace).withName(name).get();
        };
    if (found == null) {
      throw new NotActedOnException(
          "which workload the service "
              + service.getMetadata().getName()
              + " is for is not known: there is no "
              + kind
              + " "
              + name);
    }
    return found;
  }
}
