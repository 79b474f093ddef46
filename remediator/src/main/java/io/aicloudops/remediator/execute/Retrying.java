package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.Change;
import io.aicloudops.remediator.execute.edit.Diff;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs a failed job once more, under a name of its own, so that a second try of the same intent
 * meets the first one's job.
 */
final class Retrying implements Act {

  /** Annotation with which an owner says that a job may run twice. */
  static final String IDEMPOTENT = "aiops.io/idempotent";

  private static final String SUFFIX = "-retry";
  private static final int LONGEST_NAME = 63;

  /** Characters of a hash in a name. */
  private static final int HASH = 8;

  private static final int EXISTS = 409;

  private final KubernetesClient client;
  private final Targets targets;
  private final SurroundingsReader surroundings;

  Retrying(KubernetesClient client, Targets targets, SurroundingsReader surroundings) {
    this.client = client;
    this.targets = targets;
    this.surroundings = surroundings;
  }

  @Override
  public Attempt dryRun(Intent intent) {
    Job failed = failed(intent);
    if (again(failed).isPresent()) {
      return Attempt.refused("the job was run once more before; a person has to look");
    }
    Job job = copy(failed, "");
    post(job, true);
    return new Attempt(
        OutcomeStatus.DONE,
        "the server accepts it",
        diff(job),
        surroundings.around(intent.getAction(), failed, failed).toFacts());
  }

  /** The server adds a uid of its own each time, so what is shown is what is sent. */
  private static Diff diff(Job job) {
    return Diff.between("Job " + job.getMetadata().getName(), Map.of(), job);
  }

  private Job failed(Intent intent) {
    HasMetadata live = targets.require(intent);
    if (!(live instanceof Job job) || !has(job, "Failed")) {
      throw new NotActedOnException("it is no job that failed");
    }
    if (!Boolean.parseBoolean(annotations(job).get(IDEMPOTENT))) {
      throw new NotActedOnException(
          "the job does not carry "
              + IDEMPOTENT
              + ": \"true\", with which its owner says that it may run twice");
    }
    return job;
  }

  private static Map<String, String> annotations(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  private static boolean has(Job job, String condition) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals(condition) && c.getStatus().equals("True"));
  }

  /** The same job without what its controller added. */
  private static Job copy(Job failed, String mark) {
    Map<String, String> labels = new HashMap<>();
    if (failed.getSpec().getTemplate().getMetadata() != null
        && failed.getSpec().getTemplate().getMetadata().getLabels() != null) {
      labels.putAll(failed.getSpec().getTemplate().getMetadata().getLabels());
    }
    labels
        .keySet()
        .removeIf(
            l ->
                l.startsWith("batch.kubernetes.io/")
                    || l.equals("controller-uid")
                    || l.equals("job-name"));
    Map<String, String> annotations = new HashMap<>();
    annotations.put(IDEMPOTENT, "true");
    if (!mark.isEmpty()) {
      annotations.put(Change.MARK, mark);
    }
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(failed.getMetadata().getNamespace())
        .withName(name(failed))
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpecLike(failed.getSpec())
        .withSelector(null)
        .withManualSelector(null)
        .editTemplate()
        .editOrNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static String name(Job failed) {
    return name(failed.getMetadata().getName());
  }

  /**
   * A name that is too long is cut and told apart by a hash: what would be cut off is the time of a
   * cron job's run, by which its jobs differ.
   */
  static String name(String failed) {
    if (failed.length() + SUFFIX.length() <= LONGEST_NAME) {
      return failed + SUFFIX;
    }
    String hash =
        UUID.nameUUIDFromBytes(failed.getBytes(StandardCharsets.UTF_8))
            .toString()
            .substring(0, HASH);
    return failed.substring(0, LONGEST_NAME - SUFFIX.length() - HASH - 1) + "-" + hash + SUFFIX;
  }

  private Optional<Job> again(Job failed) {
    return Optional.ofNullable(
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(failed.getMetadata().getNamespace())
            .withName(name(failed))
            .get());
  }

  private void post(Job job, boolean dryRun) {
    String path = "/apis/batch/v1/namespaces/%s/jobs".formatted(job.getMetadata().getNamespace());
    client.raw(Posts.uri(path, dryRun), "POST", job);
  }

  @Override
  public Attempt execute(Intent intent) {
    Job failed = failed(intent);
    Diff diff = diff(copy(failed, ""));
    if (carriedOut(intent, failed)) {
      return new Attempt(OutcomeStatus.DONE, "was carried out before", diff, Map.of());
    }
    if (!diff.hash().equals(intent.getDiffHash())) {
      return Attempt.refused("the job has changed since the diff was approved");
    }
    var ban = ClusterRules.ban(surroundings.around(intent.getAction(), failed, failed));
    if (ban.isPresent()) {
      return Attempt.refused(ban.get());
    }
    try {
      post(copy(failed, intent.getId()), false);
    } catch (KubernetesClientException e) {
      if (e.getCode() == EXISTS) {
        return Attempt.refused("somebody else has run the job once more");
      }
      throw e;
    }
    return new Attempt(OutcomeStatus.DONE, "runs as " + name(failed), diff, Map.of());
  }

  private boolean carriedOut(Intent intent, Job failed) {
    return again(failed)
        .map(job -> annotations(job).getOrDefault(Change.MARK, ""))
        .filter(mark -> mark.startsWith(intent.getRemediationId() + "/"))
        .isPresent();
  }

  @Override
  public Attempt recognise(Intent intent) {
    return carriedOut(intent, failed(intent))
        ? Attempt.done("was carried out before")
        : Attempt.refused("came too late; no job was made");
  }

  @Override
  public Attempt check(Intent intent) {
    Optional<Job> job = again(failed(intent));
    if (job.isEmpty()) {
      return Attempt.refused("the job that was made is gone");
    }
    if (has(job.get(), "Failed")) {
      return Attempt.refused("the job failed again");
    }
    return has(job.get(), "Complete")
        ? Attempt.done("the job succeeded")
        : Attempt.pending("the job runs");
  }

  @Override
  public Attempt undo(Intent intent) {
    return Attempt.refused("what a job did cannot be undone");
  }
}
