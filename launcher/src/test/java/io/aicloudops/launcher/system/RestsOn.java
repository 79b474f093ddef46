package io.aicloudops.launcher.system;

import io.aicloudops.schemas.faults.FaultKind;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a workload rests on, made and looked at. */
final class RestsOn {

  private static final String APP = RowSet.APP;
  private static final String HEALTHY = RowSet.HEALTHY;

  private final RowWorld world;

  RestsOn(RowWorld world) {
    this.world = world;
  }

  void autoscaler(FaultKind fault) {
    world
        .root
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(APP)
                .withNamespace(fault.id())
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(1)
                .withMaxReplicas(2)
                .withNewScaleTargetRef()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(APP)
                .endScaleTargetRef()
                .endSpec()
                .build())
        .create();
  }

  int maximum(FaultKind fault) {
    return world
        .root
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(fault.id())
        .withName(APP)
        .get()
        .getSpec()
        .getMaxReplicas();
  }

  void service(FaultKind fault, String app) {
    world
        .root
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(APP)
                .withNamespace(fault.id())
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", app)
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
  }

  String selects(FaultKind fault) {
    return Objects.requireNonNull(
        world
            .root
            .services()
            .inNamespace(fault.id())
            .withName(APP)
            .get()
            .getSpec()
            .getSelector()
            .get("app"));
  }

  void cronJob(FaultKind fault) {
    world
        .root
        .resource(
            new CronJobBuilder()
                .withNewMetadata()
                .withName(APP)
                .withNamespace(fault.id())
                .endMetadata()
                .withNewSpec()
                .withSchedule("*/5 * * * *")
                .withNewJobTemplate()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage(HEALTHY)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .endJobTemplate()
                .endSpec()
                .build())
        .create();
  }

  boolean suspended(FaultKind fault) {
    return Boolean.TRUE.equals(
        world
            .root
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(fault.id())
            .withName(APP)
            .get()
            .getSpec()
            .getSuspend());
  }

  /** A job that its owner marked as safe to repeat, and that its controller gave up. */
  void failedJob() {
    world
        .root
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName(APP)
                .withNamespace(Rows.RETRIED)
                .addToAnnotations("aiops.io/idempotent", "true")
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage(HEALTHY)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    end(APP, "Failed");
  }

  @Nullable Job job(String name) {
    return world.root.batch().v1().jobs().inNamespace(Rows.RETRIED).withName(name).get();
  }

  /** As the job's controller says how it ended. */
  void end(String name, String how) {
    world
        .root
        .batch()
        .v1()
        .jobs()
        .inNamespace(Rows.RETRIED)
        .withName(name)
        .editStatus(
            j ->
                new JobBuilder(j)
                    .editOrNewStatus()
                    .withConditions(
                        new JobConditionBuilder().withType(how).withStatus("True").build())
                    .endStatus()
                    .build());
  }

  void claim(FaultKind fault) {
    world
        .root
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName("growing")
                .endMetadata()
                .withProvisioner("example.org/disk")
                .withAllowVolumeExpansion(true)
                .build())
        .create();
    world
        .root
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .withNamespace(fault.id())
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName("growing")
                .withNewResources()
                .addToRequests("storage", new Quantity("10Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    capacity(fault, "10Gi");
  }

  void capacity(FaultKind fault, String size) {
    world
        .root
        .persistentVolumeClaims()
        .inNamespace(fault.id())
        .withName("data")
        .editStatus(
            c ->
                new PersistentVolumeClaimBuilder(c)
                    .withNewStatus()
                    .withPhase("Bound")
                    .addToCapacity("storage", new Quantity(size))
                    .endStatus()
                    .build());
  }

  Quantity size(FaultKind fault) {
    return Objects.requireNonNull(
        world
            .root
            .persistentVolumeClaims()
            .inNamespace(fault.id())
            .withName("data")
            .get()
            .getSpec()
            .getResources()
            .getRequests()
            .get("storage"));
  }

  void budget(FaultKind fault) {
    world
        .root
        .resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(APP)
                .withNamespace(fault.id())
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(new IntOrString(2))
                .withNewSelector()
                .addToMatchLabels("app", APP)
                .endSelector()
                .endSpec()
                .build())
        .create();
  }

  int unavailable(FaultKind fault) {
    return Optional.ofNullable(
            world
                .root
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(fault.id())
                .withName(APP)
                .get()
                .getSpec()
                .getMaxUnavailable())
        .map(IntOrString::getIntVal)
        .orElse(0);
  }
}
