package io.aicloudops.connect.kubernetes.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How manifests are wired, read from them as people write them. */
class WiresTest {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart}
      spec:
        template:
          metadata: {labels: {tier: back, app: cart}}
          spec:
            containers:
            - name: app
              image: cart:1
              ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}]
              env:
              - {name: STORE, value: "redis://store:6379/0"}
              - {name: SECRET, value: "postgres://ann:secret@db:5432/x"}
              - {name: MODE, value: "fast"}
              - {name: FROM, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
              livenessProbe: {httpGet: {path: /, port: http}}
              readinessProbe: {grpc: {port: 9000}}
      """;

  @Test
  void aWorkloadSaysItsLabelsPortsAddressesAndProbes() {
    PodTemplateSpec template =
        Serialization.unmarshal(DEPLOYMENT, Deployment.class).getSpec().getTemplate();
    Map<String, String> attributes = new TreeMap<>();
    Wires.workload(template, attributes);
    assertThat(attributes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "podLabels", "app=cart,tier=back",
                "containerPorts", "http:8080/TCP,:53/UDP",
                "addresses", "STORE=store:6379",
                "probes", "liveness:http,readiness:9000"));
  }

  @Test
  void aServiceSaysItsSelectorAndPorts() {
    Service service =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: cart}
            spec:
              selector: {app: cart}
              ports: [{port: 80, targetPort: http}, {port: 53, protocol: UDP}]
            """,
            Service.class);
    Map<String, String> attributes = new TreeMap<>();
    Wires.service(service.getSpec(), attributes);
    assertThat(attributes)
        .containsEntry("selector", "app=cart")
        .containsEntry("ports", "80>http/TCP,53>53/UDP");
  }

  @Test
  void whatIsMissingIsLeftOut() {
    Map<String, String> attributes = new TreeMap<>();
    Wires.workload(new PodTemplateSpec(), attributes);
    assertThat(attributes).isEmpty();
  }
}
