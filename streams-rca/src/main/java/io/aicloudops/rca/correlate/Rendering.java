package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.rca.rank.Causes;
import io.aicloudops.rca.rank.Ranker;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the incidents that people and programs read, and tells which of them are worth telling. */
final class Rendering {

  /** A cause has to be at least this much surer than before to be news. */
  private static final double SURER = 0.05;

  private Rendering() {}

  /**
   * The touched incidents as they are now; those that did not change in what matters are left out.
   */
  static List<Incident> finish(Step step) {
    List<Incident> updates = new ArrayList<>();
    for (String id : step.touched()) {
      Optional<Incident> kept = step.state().incident(id);
      if (kept.isPresent()) {
        Incident before = kept.get();
        Incident now = render(step, before);
        boolean news =
            !step.told(id).isEmpty() || before.getRevision() == 0 || differs(before, now);
        if (news) {
          now.setRevision(before.getRevision() + 1);
          now.setUpdatedAt(Instant.ofEpochMilli(step.now()));
          updates.add(Incident.newBuilder(now).build());
        }
        step.state().put(now);
      }
    }
    return updates;
  }

  private static Incident render(Step step, Incident before) {
    Incident.Builder next = Incident.newBuilder(before);
    List<TimelineEntry> timeline = new ArrayList<>(before.getTimeline());
    List<Fact> facts = new ArrayList<>(step.state().facts().ofIncident(before.getId()));
    if (before.getStatus() == IncidentStatus.OPEN && !facts.isEmpty()) {
      facts.addAll(Suspects.of(before.getId(), step));
      Ranker ranker = new Ranker(step.state().map(), step.state().priors(), facts, step.now());
      List<Cause> causes = steady(Causes.of(ranker), before.getCauses());
      describe(next, before, facts, causes);
      next.setEvidence(refs(facts, step.state().facts()));
      renamed(before, causes)
          .ifPresent(
              cause -> step.tell(before.getId(), "cause", cause.getEntity(), cause.getSummary()));
    } else if (!facts.isEmpty()) {
      List<Fact> all = new ArrayList<>(facts);
      all.addAll(Suspects.of(before.getId(), step));
      next.setEvidence(refs(all, step.state().facts()));
    }
    timeline.addAll(step.told(before.getId()));
    return next.setTimeline(bounded(timeline, step.rules().maxTimeline())).build();
  }

  private static void describe(
      Incident.Builder next, Incident before, List<Fact> facts, List<Cause> causes) {
    next.setCauses(causes).setMembers(members(facts, causes));
    long since =
        facts.stream().filter(Fact::opens).mapToLong(Fact::since).min().orElse(Long.MAX_VALUE);
    long opened = before.getOpenedAt().toEpochMilli();
    next.setSince(Instant.ofEpochMilli(Math.min(since, opened)));
    next.setSeverity(
        critical(facts) || before.getSeverity().equals("critical") ? "critical" : "warning");
    if (!causes.isEmpty()) {
      next.setTitle(causes.get(0).getSummary()).setTitleZh(causes.get(0).getSummaryZh());
    }
  }

  /** Confidences that hardly moved stay as they were told, so that nobody is told again. */
  private static List<Cause> steady(List<Cause> now, List<Cause> before) {
    for (int i = 0; i < now.size() && i < before.size(); i++) {
      Cause a = now.get(i);
      Cause b = before.get(i);
      boolean same = a.getEntity().equals(b.getEntity()) && a.getFault().equals(b.getFault());
      if (!same) {
        break;
      }
      if (Math.abs(a.getConfidence() - b.getConfidence()) < SURER) {
        a.setConfidence(b.getConfidence());
      }
    }
    return now;
  }

  private static Optional<Cause> renamed(Incident before, List<Cause> causes) {
    if (causes.isEmpty()) {
      return Optional.empty();
    }
    Cause top = causes.get(0);
    boolean same =
        !before.getCauses().isEmpty()
            && before.getCauses().get(0).getEntity().equals(top.getEntity())
            && before.getCauses().get(0).getFault().equals(top.getFault());
    return same ? Optional.empty() : Optional.of(top);
  }

  private static boolean critical(List<Fact> facts) {
    return facts.stream()
        .filter(Fact::opens)
        .anyMatch(
            f ->
                f.meaning() == Meaning.ERRORS
                    || f.meaning() == Meaning.AVAILABILITY
                    || f.meaning().certainty() >= 0.85
                    || (f.source().getBody() instanceof Alert a
                        && a.getSeverity().equals("critical")));
  }

  private static List<String> members(List<Fact> facts, List<Cause> causes) {
    Set<String> members = new LinkedHashSet<>();
    causes.forEach(cause -> members.add(cause.getEntity()));
    facts.stream()
        .filter(f -> f.kind() != Fact.Kind.CHANGE)
        .sorted(Comparator.comparingLong(Fact::since).thenComparing(Fact::id))
        .forEach(f -> members.add(f.entity()));
    return List.copyOf(members);
  }

  private static List<EvidenceRef> refs(List<Fact> facts, Facts known) {
    return facts.stream()
        .sorted(Comparator.comparingLong(Fact::since).thenComparing(Fact::id))
        .map(
            f ->
                EvidenceRef.newBuilder()
                    .setId(f.id())
                    .setKind(f.kind().id())
                    .setEntity(f.entity())
                    .setWhat(f.what())
                    .setSince(Instant.ofEpochMilli(f.since()))
                    .setTime(Instant.ofEpochMilli(f.time()))
                    .setWeight(f.weight())
                    .setText(Texts.of(f))
                    .setActive(f.active())
                    .setSymptom(f.opens())
                    .setGuessed(known.guessed(f))
                    .build())
        .toList();
  }

  /** The first entries and the last ones: how it began and how it is now. */
  private static List<TimelineEntry> bounded(List<TimelineEntry> timeline, int most) {
    if (timeline.size() <= most) {
      return timeline;
    }
    int first = most / 4;
    List<TimelineEntry> kept = new ArrayList<>(timeline.subList(0, first));
    kept.addAll(timeline.subList(timeline.size() - (most - first), timeline.size()));
    return kept;
  }

  private static boolean differs(Incident a, Incident b) {
    return a.getStatus() != b.getStatus()
        || !a.getSeverity().equals(b.getSeverity())
        || !a.getMembers().equals(b.getMembers())
        || !a.getCauses().equals(b.getCauses())
        || !marks(a).equals(marks(b));
  }

  private static List<String> marks(Incident incident) {
    return incident.getEvidence().stream().map(r -> r.getId() + r.getActive()).toList();
  }
}
