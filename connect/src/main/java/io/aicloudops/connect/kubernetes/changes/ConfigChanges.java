package io.aicloudops.connect.kubernetes.changes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Changes of what workloads depend on: config maps, autoscalers, services, nodes. */
public final class ConfigChanges {

  private final ClusterObjects objects;
  private final Owners owners;
  private final Findings findings;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();

  /** Tells the findings of changes. */
  public ConfigChanges(ClusterObjects objects, Owners owners, Findings findings, Clock clock) {
    this.objects = objects;
    this.owners = owners;
    this.findings = findings;
    this.clock = clock;
  }

  /** A config map is different: each workload that uses it has changed. */
  public void updated(ConfigMap before, ConfigMap now) {
    Difference difference = Difference.between(data(before), data(now));
    if (difference.isEmpty()) {
      return;
    }
    String name = now.getMetadata().getName();
    List<EntityId> users = users(now.getMetadata().getNamespace(), name);
    List<EntityId> affected = users.isEmpty() ? List.of(owners.of(now)) : users;
    for (EntityId entity : affected) {
      tell(before, now, entity, ChangeKind.CONFIG, "config map " + name + ": ", difference);
    }
  }

  /** Only the lines of a value that differ are worth telling. */
  private static Map<String, String> data(ConfigMap map) {
    Map<String, String> lines = new TreeMap<>();
    String name = "configmap/" + map.getMetadata().getName();
    Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
    data.forEach(
        (key, value) -> {
          if (value.indexOf('\n') < 0) {
            lines.put(name + "[" + key + "]", value);
            return;
          }
          for (String line : value.split("\n", -1)) {
            int end = separator(line);
            if (!line.isBlank()) {
              String path = name + "[" + key + "]." + line.substring(0, end).strip();
              lines.merge(
                  path,
                  line.substring(Math.min(line.length(), end + 1)).strip(),
                  (a, b) -> a + " | " + b);
            }
          }
        });
    if (map.getBinaryData() != null) {
      map.getBinaryData()
          .forEach(
              (key, value) ->
                  lines.put(
                      name + "[" + key + "]",
                      value.length() + " base64 characters, hash " + value.hashCode()));
    }
    return lines;
  }

  private static int separator(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '=' || line.charAt(i) == ':') {
        return i;
      }
    }
    return line.length();
  }

  private List<EntityId> users(String namespace, String name) {
    return Stream.of(
            io.fabric8.kubernetes.api.model.apps.Deployment.class,
            io.fabric8.kubernetes.api.model.apps.StatefulSet.class,
            io.fabric8.kubernetes.api.model.apps.DaemonSet.class)
        .flatMap(kind -> objects.in(kind, namespace).stream())
        .flatMap(object -> WorkloadView.of(object).stream())
        .filter(view -> References.configMaps(view.template()).contains(name))
        .map(view -> owners.of(view.object()))
        .sorted()
        .toList();
  }

  /** An autoscaler is different: the policy of its workload has changed. */
  public void updated(HorizontalPodAutoscaler before, HorizontalPodAutoscaler now) {
    var target = now.getSpec().getScaleTargetRef();
    EntityId entity =
        owners.entity(now.getMetadata().getNamespace(), target.getKind(), target.getName());
    String what = "autoscaler " + now.getMetadata().getName() + ": ";
    tell(before, now, entity, ChangeKind.POLICY, what, specs(before, now, Set.of()));
  }

  /** A service is different. */
  public void updated(Service before, Service now) {
    Difference difference =
        specs(before, now, Set.of("clusterIP", "clusterIPs[0]", "healthCheckNodePort"));
    tell(before, now, owners.of(now), ChangeKind.POLICY, "service: ", difference);
  }

  /** A node is different: cordoned, tainted or let in again. */
  public void updated(Node before, Node now) {
    Difference difference = specs(before, now, Set.of());
    tell(before, now, owners.of(now), ChangeKind.NODE, "node: ", difference);
  }

  private Difference specs(HasMetadata before, HasMetadata now, Set<String> ignored) {
    Map<String, String> was = Flat.of(json.valueToTree(before).path("spec"));
    Map<String, String> is = Flat.of(json.valueToTree(now).path("spec"));
    was.keySet().removeAll(ignored);
    is.keySet().removeAll(ignored);
    return Difference.between(was, is);
  }

  private void tell(
      HasMetadata before,
      HasMetadata now,
      EntityId entity,
      ChangeKind kind,
      String what,
      Difference difference) {
    if (difference.isEmpty()) {
      return;
    }
    findings.change(
        Change.newBuilder()
            .setId(
                now.getMetadata().getUid()
                    + "-"
                    + now.getMetadata().getResourceVersion()
                    + "-"
                    + entity.name())
            .setEntity(entity.toString())
            .setKind(kind)
            .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .setSummary(what + difference.sentence())
            .setAuthor(Authors.of(before, now))
            .setSource("kubernetes")
            .setBefore(difference.before())
            .setAfter(difference.after())
            .build());
  }
}
