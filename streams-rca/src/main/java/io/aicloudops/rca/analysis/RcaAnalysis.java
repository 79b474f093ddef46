package io.aicloudops.rca.analysis;

import io.aicloudops.rca.analysis.SignalWindow.Point;
import io.aicloudops.rca.analysis.SignalWindow.Series;
import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.rca.rank.Causes;
import io.aicloudops.rca.rank.Priors;
import io.aicloudops.rca.rank.Ranker;
import io.aicloudops.rca.rank.blame.Blame;
import io.aicloudops.rca.rank.blame.Confidence;
import io.aicloudops.rca.rank.blame.Lookout;
import io.aicloudops.rca.rank.shift.Shift;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what went wrong in a range of time: the causes of the incidents in it, who is to blame
 * for what moved where no incident was, and which signals moved together. What moved is judged as
 * in recorded incidents, by {@link Lookout}.
 */
public final class RcaAnalysis {

  /** From here on a signal moved by as much again as calm rows ever did. */
  private static final double MOVED = StrictMath.log(2);

  private static final double LEAST_CORRELATION = 0.5;
  private static final int MOST_PAIRS = 20;
  private static final int MOST_CAUSES = 5;
  private static final int MOST_SERIES = 300;

  private RcaAnalysis() {}

  /**
   * What is asked.
   *
   * @param metrics words; correlations are of signals whose names contain one of them; empty takes
   *     all. Causes are not narrowed: what is not asked for may be why
   * @param from start of the range, epoch milliseconds
   * @param to end of the range, epoch milliseconds
   * @param namespace empty takes all
   */
  public record Question(List<String> metrics, long from, long to, String namespace) {}

  /** What is found. */
  public record Findings(List<Cause> causes, List<Pair> correlations) {}

  /** Two signals that moved together; names are {@code workload/signal}. */
  public record Pair(String a, String b, double correlation, long lagMs) {}

  /**
   * Analyses.
   *
   * @param window signals of the past
   * @param incidents those known, whatever their state
   * @param map who calls whom
   */
  public static Findings analyse(
      Question question, SignalWindow window, Collection<Incident> incidents, ClusterMap map) {
    List<Series> series = within(window, question, question.from());
    List<Series> asked = series.stream().filter(s -> matches(s, question.metrics())).toList();
    List<Correlations.Pair> pairs =
        Correlations.of(
            oddest(asked), question.from(), question.to(), LEAST_CORRELATION, MOST_PAIRS);
    List<Pair> told =
        pairs.stream()
            .map(p -> new Pair(label(p.a()), label(p.b()), round(p.correlation()), p.lagMs()))
            .toList();
    return new Findings(causes(question, window, incidents, map), told);
  }

  private static List<Series> within(SignalWindow window, Question question, long from) {
    return window.between(from, question.to()).stream()
        .filter(s -> inNamespace(s.name().entity(), question.namespace()))
        .toList();
  }

  private static boolean inNamespace(String entity, String namespace) {
    return namespace.isEmpty()
        || EntityId.tryParse(entity).map(e -> e.namespace().equals(namespace)).orElse(false);
  }

  private static boolean matches(Series series, List<String> metrics) {
    String name = series.name().signal().toLowerCase(Locale.ROOT);
    return metrics.isEmpty()
        || metrics.stream().anyMatch(m -> name.contains(m.toLowerCase(Locale.ROOT)));
  }

  private static String label(Series series) {
    return Causes.shortName(series.name().entity()) + "/" + series.name().signal();
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** Pairs grow with the square, so only the oddest signals are compared. */
  private static List<Series> oddest(List<Series> series) {
    return series.stream()
        .sorted(
            Comparator.comparingDouble((Series s) -> -peak(s).map(Point::score).orElse(0.0))
                .thenComparing(s -> s.name().toString()))
        .limit(MOST_SERIES)
        .toList();
  }

  private static Optional<Point> peak(Series series) {
    return series.points().stream()
        .filter(p -> Double.isFinite(p.score()))
        .max(Comparator.comparingDouble(Point::score));
  }

  private static List<Cause> causes(
      Question question, SignalWindow window, Collection<Incident> incidents, ClusterMap map) {
    Map<String, Cause> best = new LinkedHashMap<>();
    for (Incident incident : incidents) {
      if (incident.getStatus() != IncidentStatus.MERGED && overlaps(incident, question)) {
        for (Cause cause : incident.getCauses()) {
          if (inNamespace(cause.getEntity(), question.namespace())) {
            keep(best, cause);
          }
        }
      }
    }
    if (best.isEmpty()) {
      long before = question.from() - (question.to() - question.from());
      measured(question, within(window, question, before), map).forEach(c -> keep(best, c));
    }
    return best.values().stream()
        .sorted(
            Comparator.comparingDouble(Cause::getConfidence)
                .reversed()
                .thenComparing(Cause::getEntity)
                .thenComparing(Cause::getFault))
        .limit(MOST_CAUSES)
        .toList();
  }

  private static void keep(Map<String, Cause> best, Cause cause) {
    best.merge(
        cause.getEntity() + " " + cause.getFault(),
        cause,
        (a, b) -> a.getConfidence() >= b.getConfidence() ? a : b);
  }

  private static boolean overlaps(Incident incident, Question question) {
    Instant end = incident.getResolvedAt();
    boolean begun = incident.getSince().toEpochMilli() <= question.to();
    return begun && (end == null || end.toEpochMilli() >= question.from());
  }

  /** Whom the signals blame for what moved in the range; nobody if they were calm. */
  private static List<Cause> measured(Question question, List<Series> series, ClusterMap map) {
    SignalTable signals = new SignalTable(series, map);
    Lookout lookout = new Lookout();
    Table table = signals.rows(question.from(), question.to(), lookout);
    if (!lookout.noticed()) {
      return List.of();
    }
    Instant noticed = Instant.ofEpochMilli((long) (1000 * table.time(lookout.at())));
    List<Fact> facts = new ArrayList<>();
    for (Shift shift : lookout.shifts(table)) {
      if (shift.size() >= MOVED) {
        FactReader.read(evidence(signals.series(shift.column()), shift, noticed))
            .ifPresent(facts::add);
      }
    }
    Blame blame = lookout.blame(table, signals.graph());
    return Causes.of(
        new Ranker(map, Priors.NONE, facts),
        Confidence.each(blame.scores(), Confidence.Basis.MEASUREMENTS));
  }

  /** A shift as if the detectors had called it an anomaly. */
  private static Evidence evidence(Series series, Shift shift, Instant time) {
    Anomaly anomaly =
        Anomaly.newBuilder()
            .setId(series.name().entity() + "/" + series.name().signal())
            .setEntity(series.name().entity())
            .setSignal(series.name().signal())
            .setRole(series.role())
            .setStatus(AnomalyStatus.OPEN)
            .setKind(AnomalyKind.LEVEL_SHIFT)
            .setDirection(shift.direction() >= 0 ? Direction.UP : Direction.DOWN)
            .setScore(shift.size() / (shift.size() + MOVED))
            .setSince(time)
            .setTime(time)
            .setValue(shift.now())
            .setExpected(shift.before())
            .setLower(Double.NaN)
            .setUpper(Double.NaN)
            .build();
    String cluster = EntityId.tryParse(anomaly.getEntity()).map(EntityId::cluster).orElse("");
    return new Evidence(cluster, anomaly.getEntity(), time, anomaly);
  }
}
