package io.aicloudops.connect.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.identity.EntityId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectsTest {

  private final Workloads workloads = new Workloads("c");
  private final Subjects subjects = new Subjects(workloads, List.of("replica"));

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new java.util.TreeMap<>();
    for (String pair : text.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        labels.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return labels;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          requests_total | namespace=shop pod=cart-5d9c7b8f6d-2bcdf       | c/shop/Deployment/cart | cart-5d9c7b8f6d-2bcdf
          requests_total | namespace=shop pod=db-0 cluster=west           | west/shop/StatefulSet/db | db-0
          container_memory_bytes | exported_namespace=shop exported_pod=db-0 namespace=mon pod=agent-1 | c/shop/StatefulSet/db | db-0
          container_cpu | id=/kubepods node=n1                             | c/_/Node/n1 | ''
          kube_deployment_replicas | namespace=shop deployment=cart instance=ksm:1 | c/shop/Deployment/cart | ''
          kube_pod_info | namespace=shop pod=db-0 node=n1 instance=ksm:1  | c/shop/StatefulSet/db | db-0
          kube_node_info | node=n1 namespace=mon pod=ksm-1                 | c/_/Node/n1 | ''
          kubelet_volume_stats_used_bytes | namespace=shop persistentvolumeclaim=data node=n1 job=kubelet instance=n1:10250 | c/shop/PersistentVolumeClaim/data | ''
          kubelet_running_pods | node=n1 job=kubelet                       | c/_/Node/n1 | ''
          node_load1 | instance=10.0.0.1:9100 job=node namespace=mon pod=exporter-x | c/_/Node/10.0.0.1 | ''
          node_load1 | job=node                                            | c/_/Node/unknown | ''
          up | job=api instance=h:1                                        | c/_/Service/api | h:1
          up | job=shop/api instance=h:1                                   | c/shop/Service/api | h:1
          up | namespace=shop job=scrape service=cart instance=h:1         | c/shop/Service/cart | h:1
          up | instance=h:1                                                | c/_/Service/h | h:1
          x  | service_name=cart                                           | c/_/Service/cart | ''
          x  | ''                                                          | c/_/Service/unknown | ''
          """)
  void findsWhoseSeriesItIs(String metric, String text, String entity, String member) {
    Subject subject = subjects.ofSeries(metric, labels(text));
    assertThat(subject.entity()).isEqualTo(EntityId.parse(entity));
    assertThat(subject.member()).isEqualTo(member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alertname=A namespace=shop pod=db-0        | c/shop/StatefulSet/db
          alertname=A namespace=shop statefulset=db  | c/shop/StatefulSet/db
          alertname=A namespace=shop job_name=backup | c/shop/Job/backup
          alertname=A node=n1                        | c/_/Node/n1
          alertname=A job=api namespace=shop         | c/shop/Service/api
          alertname=A namespace=shop                 | c/_/Namespace/shop
          alertname=Watchdog                         | c/_/Cluster/c
          alertname=Watchdog cluster=west            | west/_/Cluster/west
          """)
  void findsWhoseAlertItIs(String text, String entity) {
    assertThat(subjects.ofAlert(labels(text)).entity()).isEqualTo(EntityId.parse(entity));
  }

  @Test
  void prefersWhatTheClusterTold() {
    EntityId rollout = EntityId.parse("c/shop/Rollout/cart");
    workloads.pod("shop", "cart-x", rollout);
    workloads.service("shop", "front", rollout);
    long version = subjects.version();

    assertThat(subjects.ofSeries("a", labels("namespace=shop pod=cart-x")).entity())
        .isEqualTo(rollout);
    assertThat(subjects.ofSeries("a", labels("namespace=shop job=front")).entity())
        .isEqualTo(rollout);
    workloads.podGone("shop", "cart-x");
    workloads.serviceGone("shop", "front");
    workloads.workload(rollout);
    assertThat(workloads.byName("c", "shop", "cart")).isEqualTo(rollout);
    workloads.workloadGone(rollout);
    assertThat(workloads.byName("c", "shop", "cart"))
        .isEqualTo(EntityId.parse("c/shop/Service/cart"));
    assertThat(subjects.version()).isGreaterThan(version);
    assertThat(subjects.ofSeries("a", labels("namespace=shop job=front")).entity())
        .isEqualTo(EntityId.parse("c/shop/Service/front"));
  }

  @Test
  void saysWhichLabelsNeedNotBeSaidAgain() {
    Subject pod =
        subjects.ofSeries(
            "container_cpu_seconds_total",
            labels(
                "namespace=s pod=db-0 id=/x name=k image=i container=c replica=a job=k cluster=c"));
    assertThat(pod.said())
        .contains("namespace", "pod", "id", "name", "image", "replica", "job", "cluster")
        .doesNotContain("container");
    assertThat(subjects.ofSeries("a", labels("namespace=s pod=db-0 id=7")).said())
        .doesNotContain("id");
  }
}
