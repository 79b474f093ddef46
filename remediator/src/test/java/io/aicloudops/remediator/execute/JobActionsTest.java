package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Actions on jobs and cron jobs, as the least account. */
class JobActionsTest extends ClusterFixture {

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
  void jobsOfOneCronJobAreRunOnceMoreUnderNamesOfTheirOwn() {
    String cronJob = "a".repeat(52);
    String first = Retrying.name(cronJob + "-2928840000");
    String second = Retrying.name(cronJob + "-2928840001");
    assertThat(first).isNotEqualTo(second).hasSize(63).matches("a+-[0-9a-f]{8}-retry");
    assertThat(Retrying.name("b".repeat(57))).isEqualTo("b".repeat(57) + "-retry");
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
        .as("its pods are its own, by the labels that the server gives it")
        .containsEntry("app", name)
        .containsEntry("job-name", name + "-retry")
        .containsEntry("batch.kubernetes.io/controller-uid", again.getMetadata().getUid());
    assertThat(cluster.check(retry).status()).isEqualTo(OutcomeStatus.PENDING);
    end(name + "-retry", "Complete");
    assertThat(cluster.check(retry).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(refusal(retry)).contains("once more before");
    assertThat(undo(retry, done).status()).isEqualTo(OutcomeStatus.REFUSED);
  }
}
