package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may belong together: by the time it began, by who calls whom, and by what was before. */
final class Relations {

  /** Trouble is felt this many calls away. */
  static final int REACH = 2;

  /** A cause is felt this many calls away, past services that say nothing themselves. */
  static final int CAUSE_REACH = 3;

  /** What happens at once begins within this part of the window. */
  private static final int AT_ONCE = 4;

  private final Step step;
  private final ClusterState state;
  private final FoldRules rules;

  Relations(Step step) {
    this.step = step;
    this.state = step.state();
    this.rules = step.rules();
  }

  /** Open incidents the fact may belong to: those of its entity first, then the eldest. */
  List<Incident> of(Fact fact) {
    Map<String, Incident> found = mapped(fact);
    if (found.isEmpty()) {
      beside(fact, found);
    }
    if (found.isEmpty()) {
      companions(fact).forEach(other -> found.put(other.incident().getId(), other.incident()));
    }
    return found.values().stream()
        .sorted(
            Comparator.comparing((Incident i) -> !i.getMembers().contains(fact.entity()))
                .thenComparing(Incident::getOpenedAt)
                .thenComparing(Incident::getId))
        .toList();
  }

  /** True if nothing but time and namespace tells that the fact belongs to the incident. */
  boolean guessed(Fact fact, Incident incident) {
    return !mapped(fact).containsKey(incident.getId());
  }

  private Map<String, Incident> mapped(Fact fact) {
    Map<String, Incident> found = new TreeMap<>();
    for (String entity : state.map().reach(fact.entity(), fact.opens() ? REACH : 1)) {
      for (Fact member : state.facts().at(entity)) {
        open(member)
            .filter(incident -> near(incident, member, fact))
            .ifPresent(incident -> found.put(incident.getId(), incident));
      }
    }
    return found;
  }

  private boolean near(Incident incident, Fact member, Fact fact) {
    boolean own = member.entity().equals(fact.entity());
    boolean soon = apart(member, fact) <= rules.windowMs();
    boolean same = own && fact.what().equals(member.what());
    if (member.opens() && soon) {
      // Trouble that was over before the fact began brought it about only if it comes back.
      return member.active() || same || fact.since() - member.time() <= rules.holdMs();
    }
    // New trouble does not join old for no better reason than that one signal never recovered.
    boolean part = !fact.opens() || soon || same || fact.entity().equals(centre(incident));
    return own && member.active() && part;
  }

  private Optional<Incident> open(Fact member) {
    return state.incidentOf(member).filter(i -> i.getStatus() == IncidentStatus.OPEN);
  }

  /** Where nothing tells who calls whom, what happens at once in one namespace is one incident. */
  private void beside(Fact fact, Map<String, Incident> found) {
    for (String entity : state.facts().beside(fact.entity())) {
      if (unmapped(entity, fact.entity())) {
        for (Fact member : state.facts().at(entity)) {
          if (member.opens() && apart(member, fact) <= rules.windowMs() / AT_ONCE) {
            open(member).ifPresent(i -> found.put(i.getId(), i));
          }
        }
      }
    }
  }

  /** A companion's trouble, and the open incident it is in. */
  record Companion(Fact trouble, Incident incident) {}

  /**
   * Open incidents of those whose trouble mostly came together with that of the fact's entity, and
   * does so again.
   */
  List<Companion> companions(Fact fact) {
    List<Companion> found = new ArrayList<>();
    for (String other : state.companions().of(fact.entity(), step.now())) {
      for (Fact member : state.facts().at(other)) {
        if (member.opens() && apart(member, fact) <= Companions.TOGETHER_MS) {
          open(member).ifPresent(incident -> found.add(new Companion(member, incident)));
        }
      }
    }
    return found;
  }

  /** True if two are known to be in trouble together, though nothing tells why. */
  boolean learned(String a, String b) {
    return state.companions().are(a, b, step.now());
  }

  /**
   * True if the map says of one of them nothing at all, so that it tells not that they are apart.
   */
  boolean unmapped(String a, String b) {
    return !state.map().connected(a) || !state.map().connected(b);
  }

  private static long apart(Fact a, Fact b) {
    return Math.abs(a.since() - b.since());
  }

  /** An incident that ended a moment ago and had the same trouble. */
  Optional<Incident> former(Fact fact) {
    if (!fact.opens()) {
      return Optional.empty();
    }
    return state.facts().at(fact.entity()).stream()
        .filter(f -> f.opens() && f.kind() == fact.kind() && f.what().equals(fact.what()))
        .flatMap(f -> state.incidentOf(f).stream())
        .filter(i -> i.getStatus() == IncidentStatus.RESOLVED)
        .filter(i -> step.now() - ended(i) <= patience(i, fact))
        .max(Comparator.comparingLong(Relations::ended).thenComparing(Incident::getId));
  }

  /** A symptom that comes back later than at once may be another cause's. */
  private long patience(Incident incident, Fact fact) {
    return fact.entity().equals(centre(incident)) ? rules.reopenMs() : 2 * rules.holdMs();
  }

  /** When the incident ended; the end of time if it has not. */
  static long ended(Incident incident) {
    Instant at = incident.getResolvedAt();
    return at == null ? Long.MAX_VALUE : at.toEpochMilli();
  }

  /**
   * True if the cause of one can be felt where the cause of the other is seen, or news explains
   * both.
   */
  boolean oneCause(Incident a, Incident b, Fact news) {
    boolean felt = state.map().reach(centre(a), CAUSE_REACH).contains(centre(b));
    return felt || (restsOn(centre(a), news) && restsOn(centre(b), news));
  }

  private boolean restsOn(String entity, Fact news) {
    return state.map().below(entity, CAUSE_REACH).contains(news.entity());
  }

  /** The likeliest cause; before any is known, where it began. */
  static String centre(Incident incident) {
    return incident.getCauses().isEmpty()
        ? incident.getMembers().get(0)
        : incident.getCauses().get(0).getEntity();
  }
}
