package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.faults.FormerValues;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Actions on what a workload rests on, as the least account. */
class ObjectActionsTest extends ClusterFixture {

  private Intent about(ActionKind action, String kind, Map<String, String> params) {
    Intent intent = intent(IntentKind.DRY_RUN, action, params);
    intent.getParams().put("object", kind + "/" + name);
    return intent;
  }

  private String refusal(Intent intent) {
    Attempt dry = dryRun(intent);
    assertThat(dry.status()).as(dry.message()).isEqualTo(OutcomeStatus.REFUSED);
    return dry.message();
  }

  @Test
  void raisesTheMaximumOfAnAutoscalerAndSetsItBack() {
    deploy(1);
    root.resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(1)
                .withMaxReplicas(4)
                .withNewScaleTargetRef()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(name)
                .endScaleTargetRef()
                .endSpec()
                .build())
        .create();
    Intent raise =
        about(
            ActionKind.RAISE_AUTOSCALER_MAXIMUM,
            "HorizontalPodAutoscaler",
            Map.of("maxReplicas", "6"));
    Attempt done = carryOut(raise);
    assertThat(done.message()).contains("from 4 to 6");
    assertThat(done.diff().text()).contains("+  maxReplicas: 6");
    assertThat(maximum()).isEqualTo(6);
    assertThat(undo(raise, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(maximum()).isEqualTo(4);
    raise.getParams().put("maxReplicas", "3");
    assertThat(refusal(raise)).contains("that high already");
  }

  private int maximum() {
    return root.autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .withName(name)
        .get()
        .getSpec()
        .getMaxReplicas();
  }

  private void service(Map<String, String> selector) {
    root.resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withSelector(selector)
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build())
        .create();
  }

  private Map<String, String> selector() {
    return root.services().inNamespace("shop").withName(name).get().getSpec().getSelector();
  }

  @Test
  void makesASelectorMatchTheWorkloadsPodsAndSetsItBack() {
    deploy(1);
    service(Map.of("app", "typo", "tier", "none"));
    Intent mend = about(ActionKind.MEND_SELECTOR, "Service", Map.of("workload", ""));
    Attempt done = carryOut(mend);
    assertThat(selector()).isEqualTo(Map.of("app", name));
    assertThat(refusal(mend)).contains("matches pods");
    assertThat(undo(mend, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(selector()).isEqualTo(Map.of("app", "typo", "tier", "none"));
    mend.getParams().put("workload", "Deployment/elsewhere");
    assertThat(refusal(mend)).contains("there is no Deployment elsewhere");
  }

  @Test
  void restoresAServiceFieldByFieldOrNotAtAll() {
    service(Map.of("app", "wrong"));
    Intent restore = intent("shop/Service/" + name, IntentKind.DRY_RUN, restoring(), Map.of());
    restore.getParams().put(FormerValues.FORMER + "selector.app", name);
    restore.getParams().put(FormerValues.LATTER + "selector.app", "wrong");
    restore.getParams().put(FormerValues.FORMER + "ports[http].targetPort", "9090");
    restore.getParams().put(FormerValues.LATTER + "ports[http].targetPort", "8080");
    restore.getParams().put(FormerValues.FORMER + "selector[example.org/tier]", "web");
    Attempt done = carryOut(restore);
    assertThat(selector()).isEqualTo(Map.of("app", name, "example.org/tier", "web"));
    var spec = root.services().inNamespace("shop").withName(name).get().getSpec();
    assertThat(spec.getPorts().get(0).getTargetPort().getIntVal()).isEqualTo(9090);
    assertThat(undo(restore, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(selector()).isEqualTo(Map.of("app", "wrong"));
    restore.getParams().put(FormerValues.LATTER + "selector.app", "of yesterday");
    assertThat(refusal(restore)).contains("not as the change left it");
    restore.getParams().put(FormerValues.LATTER + "selector.app", "cut off…");
    assertThat(refusal(restore)).contains("does not have all of");
  }

  private static ActionKind restoring() {
    return ActionKind.RESTORE_FORMER_VALUE;
  }

  @Test
  void restoresAConfigMapLineByLine() {
    deploy(1);
    root.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .addToData("LEVEL", "debug")
                .addToData("app.properties", "# pool\n  pool.size = 1\ntimeout=5\nadded=yes\n")
                .build())
        .create();
    String in = "configmap/" + name;
    Intent restore = about(restoring(), "ConfigMap", Map.of());
    Map<String, String> params = restore.getParams();
    params.put(FormerValues.FORMER + in + "[LEVEL]", "info");
    params.put(FormerValues.LATTER + in + "[LEVEL]", "debug");
    params.put(FormerValues.FORMER + in + "[app.properties].pool.size", "20");
    params.put(FormerValues.LATTER + in + "[app.properties].pool.size", "1");
    params.put(FormerValues.LATTER + in + "[app.properties].added", "yes");
    params.put(FormerValues.FORMER + in + "[GONE]", "was here");
    Attempt done = carryOut(restore);
    assertThat(data())
        .isEqualTo(
            Map.of(
                "LEVEL", "info",
                "GONE", "was here",
                "app.properties", "# pool\n  pool.size = 20\ntimeout=5\n"));
    assertThat(undo(restore, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(data()).containsEntry("LEVEL", "debug").doesNotContainKey("GONE");
    params.put(FormerValues.FORMER + in + "[app.properties].lost", "line");
    assertThat(refusal(restore)).contains("the place of");
  }

  private Map<String, String> data() {
    return root.configMaps().inNamespace("shop").withName(name).get().getData();
  }

  @Test
  void restoresANetworkPolicy() {
    root.resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", "everything")
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build())
        .create();
    Intent restore =
        intent("shop/NetworkPolicy/" + name, IntentKind.DRY_RUN, restoring(), Map.of());
    restore.getParams().put(FormerValues.FORMER + "podSelector.matchLabels.app", "old");
    restore.getParams().put(FormerValues.LATTER + "podSelector.matchLabels.app", "everything");
    Attempt done = carryOut(restore);
    assertThat(done.diff().text()).contains("+      app: \"old\"");
    assertThat(undo(restore, done).status()).isEqualTo(OutcomeStatus.DONE);
    Intent secret = intent("shop/Secret/" + name, IntentKind.DRY_RUN, restoring(), Map.of());
    secret.getParams().putAll(restore.getParams());
    assertThat(refusal(secret)).contains("no kind that is acted on");
  }

  @Test
  void suspendsACronJobAndLetsItGoOn() {
    root.resource(
            new CronJobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withSchedule("* * * * *")
                .withNewJobTemplate()
                .withSpec(job(false).getSpec())
                .endJobTemplate()
                .endSpec()
                .build())
        .create();
    Intent suspend =
        intent("shop/CronJob/" + name, IntentKind.DRY_RUN, ActionKind.SUSPEND_CRON_JOB, Map.of());
    Attempt done = carryOut(suspend);
    assertThat(suspended()).isTrue();
    assertThat(refusal(suspend)).contains("suspended already");
    assertThat(undo(suspend, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(suspended()).isNotEqualTo(true);
  }

  private Boolean suspended() {
    return root.batch()
        .v1()
        .cronjobs()
        .inNamespace("shop")
        .withName(name)
        .get()
        .getSpec()
        .getSuspend();
  }

  private Job job(boolean idempotent) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .addToAnnotations(idempotent ? Map.of("aiops.io/idempotent", "true") : Map.of())
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("batch.kubernetes.io/controller-uid", "of the first")
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("work")
        .withImage("a:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private void end(String job, String how) {
    root.batch()
        .v1()
        .jobs()
        .inNamespace("shop")
        .withName(job)
        .editStatus(
            j ->
                new JobBuilder(j)
                    .editOrNewStatus()
                    .withConditions(
                        new JobConditionBuilder().withType(how).withStatus("True").build())
                    .endStatus()
                    .build());
  }

  @Test
  void runsAFailedJobOnceMoreIfItsOwnerSaysThatItMay() {
    root.resource(job(false)).create();
    Intent retry = intent("shop/Job/" + name, IntentKind.DRY_RUN, ActionKind.RETRY_JOB, Map.of());
    assertThat(refusal(retry)).contains("no job that failed");
    end(name, "Failed");
    assertThat(refusal(retry)).contains("aiops.io/idempotent");
    root.batch()
        .v1()
        .jobs()
        .inNamespace("shop")
        .withName(name)
        .edit(
            j -> {
              j.getMetadata().setAnnotations(Map.of("aiops.io/idempotent", "true"));
              return j;
            });
    Attempt done = carryOut(retry);
    assertThat(done.message()).isEqualTo("runs as " + name + "-retry");
    Job again = root.batch().v1().jobs().inNamespace("shop").withName(name + "-retry").get();
    assertThat(again.getSpec().getTemplate().getMetadata().getLabels())
        .isEqualTo(Map.of("app", name));
    assertThat(cluster.check(retry).status()).isEqualTo(OutcomeStatus.PENDING);
    end(name + "-retry", "Complete");
    assertThat(cluster.check(retry).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(refusal(retry)).contains("once more before");
    assertThat(undo(retry, done).status()).isEqualTo(OutcomeStatus.REFUSED);
  }

  private void claim(String storageClass, boolean expands) {
    root.resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(storageClass)
                .endMetadata()
                .withProvisioner("example.org/disk")
                .withAllowVolumeExpansion(expands)
                .build())
        .create();
    root.resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", new Quantity("10Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    status("10Gi");
  }

  private void status(String capacity) {
    root.persistentVolumeClaims()
        .inNamespace("shop")
        .withName(name)
        .editStatus(
            c ->
                new PersistentVolumeClaimBuilder(c)
                    .withNewStatus()
                    .withPhase("Bound")
                    .addToCapacity("storage", new Quantity(capacity))
                    .endStatus()
                    .build());
  }

  @Test
  void expandsAVolumeWhereItsClassAllowsItAndWaitsForTheRoom() {
    claim(name + "-fixed", false);
    Intent expand =
        intent(
            "shop/PersistentVolumeClaim/" + name,
            IntentKind.DRY_RUN,
            ActionKind.EXPAND_VOLUME,
            Map.of("factor", "1.5", "ceiling", Long.toString(256L << 30)));
    assertThat(refusal(expand)).contains("does not allow");
    root.persistentVolumeClaims().inNamespace("shop").withName(name).delete();
    claim(name + "-growing", true);
    Attempt done = carryOut(expand);
    assertThat(done.diff().text()).contains("storage: \"15360Mi\"");
    assertThat(done.facts()).as("cannot be undone").doesNotContainKey("undo.path");
    assertThat(cluster.check(expand).status()).isEqualTo(OutcomeStatus.PENDING);
    status("15Gi");
    assertThat(cluster.check(expand).status()).isEqualTo(OutcomeStatus.DONE);
    expand.getParams().put("ceiling", Long.toString(15L << 30));
    assertThat(refusal(expand)).contains("as large as may be");
  }

  @Test
  void letsADeadlockedBudgetAllowOnePodAndTightensItAgain() {
    deploy(2);
    root.resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(new IntOrString(2))
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .endSpec()
                .build())
        .create();
    awaitAllowed(0);
    Intent loosen = about(ActionKind.LOOSEN_DISRUPTION_BUDGET, "PodDisruptionBudget", Map.of());
    Attempt done = carryOut(loosen);
    assertThat(done.diff().text()).contains("-  minAvailable: 2").contains("+  maxUnavailable: 1");
    awaitAllowed(1);
    assertThat(refusal(loosen)).contains("allows disruptions");
    assertThat(undo(loosen, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(budget().getSpec().getMinAvailable().getIntVal()).isEqualTo(2);
    assertThat(budget().getSpec().getMaxUnavailable()).isNull();
  }

  private PodDisruptionBudget budget() {
    return root.policy().v1().podDisruptionBudget().inNamespace("shop").withName(name).get();
  }

  private void awaitAllowed(int disruptions) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(budget().getStatus())
                    .isNotNull()
                    .satisfies(s -> assertThat(s.getDisruptionsAllowed()).isEqualTo(disruptions)));
  }

  @Test
  void touchesNothingThatOptsOut() {
    root.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToAnnotations("aiops.io/opt-out", "true")
                .endMetadata()
                .addToData("LEVEL", "debug")
                .build())
        .create();
    deploy(1);
    Intent restore = about(restoring(), "ConfigMap", Map.of());
    restore.getParams().put(FormerValues.FORMER + "configmap/" + name + "[LEVEL]", "info");
    restore.getParams().put(FormerValues.LATTER + "configmap/" + name + "[LEVEL]", "debug");
    Attempt dry = dryRun(restore);
    assertThat(around(dry).optedOut()).isTrue();
    assertThat(cluster.execute(approved(restore, dry)).message()).startsWith("opted-out: ");
    assertThat(writes()).filteredOn(AuditEntry::wrote).isEmpty();
  }
}
