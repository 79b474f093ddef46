package io.aicloudops.launcher.system;

import static org.awaitility.Awaitility.await;

import io.aicloudops.launcher.system.Row.Check;
import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.launcher.system.Row.Step;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What rows of the catalogue are made with. */
abstract class RowSet {

  static final String APP = "app";
  static final String HEALTHY = "a:1";
  static final Check NEVER = () -> false;
  static final Step NOTHING = () -> {};

  final RowWorld world;
  final List<Row> rows = new ArrayList<>();

  RowSet(RowWorld world) {
    this.world = world;
  }

  static String deployment(FaultKind fault) {
    return fault.id() + "/Deployment/" + APP;
  }

  void add(
      FaultKind fault,
      ActionKind action,
      Seen seen,
      Step inject,
      Check mended,
      Step recover,
      Check undone) {
    rows.add(new Row(fault, action, seen, deployment(fault), inject, mended, recover, undone));
  }

  static DeploymentBuilder app(FaultKind fault, String image, Consumer<Container> more) {
    return app(fault, image, more, false);
  }

  static DeploymentBuilder app(
      FaultKind fault, String image, Consumer<Container> more, boolean configured) {
    DeploymentBuilder builder =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(APP)
            .withNamespace(fault.id())
            .endMetadata()
            .withNewSpec()
            .withReplicas(2)
            .withNewSelector()
            .addToMatchLabels("app", APP)
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", APP)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("main")
            .withImage(image)
            .withNewResources()
            .addToLimits("memory", new Quantity("128Mi"))
            .addToLimits("cpu", new Quantity("500m"))
            .addToRequests("cpu", new Quantity("50m"))
            .endResources()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec();
    if (configured) {
      builder
          .editSpec()
          .editTemplate()
          .editSpec()
          .editFirstContainer()
          .addNewEnv()
          .withName("LEVEL")
          .withNewValueFrom()
          .withNewConfigMapKeyRef("LEVEL", "settings", false)
          .endValueFrom()
          .endEnv()
          .endContainer()
          .endSpec()
          .endTemplate()
          .endSpec();
    }
    Deployment made = builder.build();
    more.accept(container(made));
    return new DeploymentBuilder(made);
  }

  void root(Deployment deployment) {
    world.root.resource(deployment).createOr(existing -> existing.update());
  }

  Deployment live(FaultKind fault) {
    return world.root.apps().deployments().inNamespace(fault.id()).withName(APP).get();
  }

  void edit(FaultKind fault, Consumer<Deployment> change) {
    world
        .root
        .apps()
        .deployments()
        .inNamespace(fault.id())
        .withName(APP)
        .edit(
            d -> {
              change.accept(d);
              return d;
            });
  }

  static Container container(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  int replicas(FaultKind fault) {
    return live(fault).getSpec().getReplicas();
  }

  Quantity limit(FaultKind fault, String resource) {
    return Objects.requireNonNull(container(live(fault)).getResources().getLimits().get(resource));
  }

  Quantity request(FaultKind fault) {
    return Objects.requireNonNull(container(live(fault)).getResources().getRequests().get("cpu"));
  }

  List<Pod> pods(FaultKind fault) {
    return world.root.pods().inNamespace(fault.id()).list().getItems();
  }

  void event(FaultKind fault, String reason, String message) {
    world.event("demo/" + deployment(fault), "Deployment/" + APP, reason, message);
  }

  void cause(FaultKind fault, Map<String, String> facts, boolean active) {
    cause(fault, deployment(fault), facts, active);
  }

  /** The incident that the ranking would make of it, open or ended. */
  void cause(FaultKind fault, String entity, Map<String, String> facts, boolean active) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String id = "given-" + fault.id();
    world.tell(
        Topics.INCIDENTS,
        id,
        Incident.newBuilder()
            .setId(id)
            .setCluster("demo")
            .setStatus(active ? IncidentStatus.OPEN : IncidentStatus.RESOLVED)
            .setSeverity("warning")
            .setTitle(fault.title())
            .setOpenedAt(now)
            .setSince(now)
            .setUpdatedAt(now)
            .setMembers(List.of("demo/" + entity))
            .setCauses(
                List.of(
                    Cause.newBuilder()
                        .setEntity("demo/" + entity)
                        .setFault(fault.id())
                        .setConfidence(0.9)
                        .setSummary(fault.title())
                        .setSupporting(List.of("e1"))
                        .setFacts(new HashMap<>(facts))
                        .build()))
            .setEvidence(
                List.of(
                    EvidenceRef.newBuilder()
                        .setId("e1")
                        .setKind("event")
                        .setEntity("demo/" + entity)
                        .setWhat(fault.id())
                        .setSince(now)
                        .setTime(now)
                        .setWeight(1)
                        .setText(fault.title())
                        .setActive(active)
                        .build()))
            .setTimeline(List.of())
            .build());
  }

  /** What the forecast says of the instances of a workload. */
  void advise(FaultKind fault, int current, int recommended) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String entity = "demo/" + deployment(fault);
    world.tell(
        Topics.SCALING,
        entity,
        Scaling.newBuilder()
            .setEntity(entity)
            .setTime(now)
            .setCurrent(current)
            .setRecommended(recommended)
            .setLow(recommended)
            .setHigh(recommended)
            .setLoad(1)
            .setExpectedLoad(1)
            .setUpperLoad(1)
            .setCapacityPerInstance(1)
            .setLeadMs(1)
            .setValidUntil(now.plusSeconds(600))
            .setReason("the forecast says so")
            .build());
  }

  /**
   * Leaves a pod as the kubelet does that evicted it. The simulated kubelet writes the pod's
   * status, too: what it takes back is written again.
   */
  void evicted(Pod pod) {
    await()
        .during(Duration.ofSeconds(1))
        .atMost(RowWorld.PATIENCE)
        .until(
            () -> {
              boolean held =
                  "Evicted".equals(world.root.resource(pod).get().getStatus().getReason());
              if (!held) {
                evict(pod);
              }
              return held;
            });
  }

  private void evict(Pod pod) {
    world
        .root
        .resource(pod)
        .editStatus(
            p -> {
              p.getStatus().setPhase("Failed");
              p.getStatus().setReason("Evicted");
              p.getStatus().setMessage("The node was low on resource: memory.");
              return p;
            });
  }
}
