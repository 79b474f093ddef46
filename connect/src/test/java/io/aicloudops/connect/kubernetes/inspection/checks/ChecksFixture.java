package io.aicloudops.connect.kubernetes.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Finding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects as they are written in files, and what is found in them. */
class ChecksFixture {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final KubernetesSerialization YAML = new KubernetesSerialization();

  static final String GOOD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec:
        replicas: 2
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart, tier: gold}}
          spec:
            containers:
              - name: main
                image: registry.example:5000/cart:1.2
                readinessProbe: {httpGet: {port: 80}}
                livenessProbe: {httpGet: {port: 80}}
                resources: {requests: {cpu: 100m}, limits: {memory: 64Mi}}
      """;
  static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}}
      """;
  static final String BUDGET =
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: cart, namespace: shop}
      spec: {selector: {matchExpressions: [{key: tier, operator: In, values: [gold]}]}}
      """;
  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: cart-1, namespace: shop, labels: {app: cart}}
      spec: {containers: [], volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}
      """;

  final List<HasMetadata> objects = new ArrayList<>();
  final List<Gauge> gauges = new ArrayList<>();

  ChecksFixture with(String... documents) {
    for (String document : documents) {
      objects.add(YAML.unmarshal(document));
    }
    return this;
  }

  void gauge(String entity, String metric, double value, String... labels) {
    Map<String, String> map =
        labels.length == 0 ? Map.of() : Map.of(labels[0], labels[1], labels[2], labels[3]);
    gauges.add(new Gauge(entity, "", metric, map, value));
  }

  List<Finding> found(String... notRead) {
    Picture picture = new Picture("demo", "1.34", NOW, objects, Set.of(notRead), gauges);
    List<Finding> found = Checks.of(picture, Set.of("kube-system"));
    List<HasMetadata> mixed = new ArrayList<>(objects);
    Collections.reverse(mixed);
    assertThat(
            Checks.of(
                new Picture("demo", "1.34", NOW, mixed, Set.of(notRead), gauges),
                Set.of("kube-system")))
        .as("the order of the objects does not matter")
        .isEqualTo(found);
    return found;
  }

  void finds(String... lines) {
    assertThat(found())
        .extracting(f -> f.getSeverity() + " " + f.getCheck() + " " + f.getEntity())
        .containsExactly(lines);
  }
}
