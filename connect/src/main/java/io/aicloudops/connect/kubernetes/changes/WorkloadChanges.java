package io.aicloudops.connect.kubernetes.changes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Rollouts and scaling of deployments, stateful sets and daemon sets, found by comparing each spec
 * with the one before. A rollout is told when its controller has given it a revision, or a moment
 * later without one.
 */
public final class WorkloadChanges {

  private static final Duration WAIT_FOR_REVISION = Duration.ofSeconds(2);
  private static final String SOURCE = "kubernetes";
  private static final String RESTARTED = "restartedAt]";

  /** A rollout without a revision yet. */
  private record Waiting(Change change, String revisionBefore, long generation, Instant until) {}

  private final Owners owners;
  private final Findings findings;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<EntityId, Waiting> waiting = new LinkedHashMap<>();

  /** Tells the findings of changes. */
  public WorkloadChanges(Owners owners, Findings findings, Clock clock) {
    this.owners = owners;
    this.findings = findings;
    this.clock = clock;
  }

  /** A workload was created while we watched. */
  public void created(WorkloadView now) {
    EntityId entity = owners.of(now.object());
    SortedMap<String, String> images = images(template(now));
    findings.change(
        change(now, entity, ChangeKind.ROLLOUT, "created", Authors.of(now.object(), now.object()))
            .setSummary("created with " + String.join(", ", images.values()))
            .setAfter(images)
            .setRevision(now.revision())
            .build());
  }

  /** A workload is seen for the first time; an earlier run may have seen it different. */
  public void foundAgain(TopologyEntity earlier, WorkloadView now) {
    EntityId entity = owners.of(now.object());
    String author = Authors.of(now.object(), now.object());
    Map<String, String> was = earlier.getAttributes();
    String revision = was.getOrDefault("revision", "");
    if (!revision.isEmpty() && !now.revision().isEmpty() && !revision.equals(now.revision())) {
      SortedMap<String, String> images = images(template(now));
      findings.change(
          change(now, entity, ChangeKind.ROLLOUT, "rollout", author)
              .setSummary(
                  "while nobody watched: revision "
                      + revision
                      + " → "
                      + now.revision()
                      + ", image "
                      + was.getOrDefault("image", "unknown")
                      + " → "
                      + String.join(", ", images.values()))
              .setBefore(Map.of("image", was.getOrDefault("image", "")))
              .setAfter(images)
              .setRevision(now.revision())
              .build());
    }
    String replicas = was.getOrDefault("replicas", "");
    String present = Integer.toString(now.replicas());
    boolean scales = !now.object().getKind().equals("DaemonSet");
    if (scales && !replicas.isEmpty() && !replicas.equals(present)) {
      findings.change(
          change(now, entity, ChangeKind.SCALE, "scale", author)
              .setSummary("while nobody watched: scaled from " + replicas + " to " + present)
              .setBefore(Map.of("replicas", replicas))
              .setAfter(Map.of("replicas", present))
              .build());
    }
  }

  /** A workload was deleted while we watched. */
  public void deleted(WorkloadView last) {
    EntityId entity = owners.of(last.object());
    waiting.remove(entity);
    findings.change(
        change(last, entity, ChangeKind.ROLLOUT, "deleted", "")
            .setSummary("deleted")
            .setBefore(images(template(last)))
            .build());
  }

  /** A workload is different, maybe only in its status. */
  public void updated(WorkloadView before, WorkloadView now) {
    EntityId entity = owners.of(now.object());
    if (before.generation() != now.generation()) {
      compare(before, now, entity);
    }
    Waiting rollout = waiting.get(entity);
    if (rollout != null) {
      boolean numbered =
          !now.revision().isEmpty() && !now.revision().equals(rollout.revisionBefore());
      boolean handled = now.observed() && now.generation() >= rollout.generation();
      if (numbered || handled) {
        waiting.remove(entity);
        tell(rollout, now.revision());
      }
    }
  }

  /** Tells those whose controller takes its time. */
  public void flush() {
    Instant now = clock.instant();
    Iterator<Waiting> all = waiting.values().iterator();
    while (all.hasNext()) {
      Waiting rollout = all.next();
      if (now.isAfter(rollout.until())) {
        all.remove();
        tell(rollout, "");
      }
    }
  }

  private void tell(Waiting rollout, String revision) {
    findings.change(Change.newBuilder(rollout.change()).setRevision(revision).build());
  }

  private void compare(WorkloadView before, WorkloadView now, EntityId entity) {
    String author = Authors.of(before.object(), now.object());
    Difference template = Difference.between(template(before), template(now));
    if (!template.isEmpty()) {
      Waiting earlier = waiting.remove(entity);
      if (earlier != null) {
        tell(earlier, "");
      }
      Change change =
          change(now, entity, ChangeKind.ROLLOUT, "rollout", author)
              .setSummary(summary(template))
              .setBefore(template.before())
              .setAfter(template.after())
              .build();
      waiting.put(
          entity,
          new Waiting(
              change,
              before.revision(),
              now.generation(),
              clock.instant().plus(WAIT_FOR_REVISION)));
    }
    Difference rest = Difference.between(rest(before.object()), rest(now.object()));
    boolean scaled = rest.paths().contains("replicas");
    if (scaled) {
      String from = Integer.toString(before.replicas());
      String to = Integer.toString(now.replicas());
      findings.change(
          change(now, entity, ChangeKind.SCALE, "scale", author)
              .setSummary("scaled from " + from + " to " + to)
              .setBefore(Map.of("replicas", from))
              .setAfter(Map.of("replicas", to))
              .build());
      rest.before().remove("replicas");
      rest.after().remove("replicas");
    }
    if (!rest.isEmpty()) {
      findings.change(
          change(now, entity, ChangeKind.POLICY, "policy", author)
              .setSummary(rest.sentence())
              .setBefore(rest.before())
              .setAfter(rest.after())
              .build());
    }
  }

  private static String summary(Difference template) {
    boolean restartOnly = template.paths().stream().allMatch(path -> path.endsWith(RESTARTED));
    if (restartOnly) {
      return "restarted";
    }
    String images =
        template.paths().stream()
            .filter(path -> path.endsWith(".image"))
            .map(
                path ->
                    template.before().getOrDefault(path, "none")
                        + " → "
                        + template.after().getOrDefault(path, "none"))
            .collect(Collectors.joining(", "));
    return images.isEmpty() ? template.sentence() : "image " + images;
  }

  private Change.Builder change(
      WorkloadView now, EntityId entity, ChangeKind kind, String what, String author) {
    String uid =
        Optional.ofNullable(now.object().getMetadata().getUid()).orElseGet(entity::toString);
    return Change.newBuilder()
        .setId(uid + "-" + now.generation() + "-" + what)
        .setEntity(entity.toString())
        .setKind(kind)
        .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
        .setSummary("")
        .setAuthor(author)
        .setSource(SOURCE);
  }

  private SortedMap<String, String> template(WorkloadView view) {
    return Flat.of(json.valueToTree(view.template()));
  }

  /** The spec without the template. */
  private Map<String, String> rest(HasMetadata object) {
    SortedMap<String, String> spec = Flat.of(json.valueToTree(object).path("spec"));
    spec.keySet().removeIf(path -> path.startsWith("template"));
    return spec;
  }

  private static SortedMap<String, String> images(SortedMap<String, String> template) {
    template.keySet().removeIf(path -> !path.endsWith(".image"));
    return template;
  }
}
