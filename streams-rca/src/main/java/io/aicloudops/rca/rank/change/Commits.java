package io.aicloudops.rca.rank.change;

import io.aicloudops.rca.rank.shift.CallGraph;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Ranks what was deployed or turned before an incident: by time before the onset, by how near its
 * service is to the symptoms, by words it shares with them or that they quote, and by how much a
 * diff changes and what it touches. The answer may be that no change is to blame.
 */
public final class Commits {

  /** The answer that no change is to blame. */
  public static final String NONE = "none";

  private static final double TIME = 0.4;
  private static final double NEAR = 0.5;
  private static final double TEXT = 1.5;
  private static final double RISK = 0.7;
  private static final double EFFECT = 1;
  private static final double QUOTED = 1;
  private static final double RECENCY_S = 1200;
  private static final double NO_CHANGE = 2.4;
  private static final double EXTERNAL = 1.5;

  private static final Pattern HARMLESS =
      Pattern.compile("^#?(docs?|test|ci|chore|style)\\b.*", Pattern.DOTALL);
  private static final Pattern NO_CODE =
      Pattern.compile("_test\\.|\\.md$|\\.css$|docs?/|testdata|\\.tmpl$|lock$|\\.sum$");
  private static final Pattern DELICATE =
      Pattern.compile(
          "(?i)timeout|deadline|limit|pool|cache|retry|replica|memory|batch|concurren|lock|index"
              + "|ttl|buffer|threshold|max[A-Z_]|min[A-Z_]|\\bsize\\b");
  private static final List<String> OUTSIDE =
      List.of("third party", "provider", "external", "vendor", "partner");

  private final CallGraph graph;
  private final Symptoms symptoms;
  private final Map<String, Double> moved;
  private final double onset;
  private final double noticed;

  /**
   * A ranking.
   *
   * @param moved how much each service's measurements moved, in [0,1] of the strongest
   * @param onset when the trouble began, epoch seconds
   * @param noticed when it was noticed, epoch seconds
   */
  public Commits(
      CallGraph graph, Symptoms symptoms, Map<String, Double> moved, double onset, double noticed) {
    this.graph = graph;
    this.symptoms = symptoms;
    this.moved = Map.copyOf(moved);
    this.onset = onset;
    this.noticed = noticed;
  }

  /**
   * How much each is to blame, and how likely it is that none is.
   *
   * @param pressure how many other reasons were seen that no change brings: more load, a sick node
   */
  public SortedMap<String, Double> scores(Collection<Commit> commits, int pressure) {
    List<Commit> before = commits.stream().filter(c -> c.time() <= noticed).toList();
    Map<String, Integer> frequency = new HashMap<>();
    Map<String, Set<String>> stems = new HashMap<>();
    for (Commit commit : before) {
      Set<String> of =
          Symptoms.stems(
              String.join(" ", commit.message(), String.join(" ", commit.files()), commit.diff()));
      stems.put(commit.id(), of);
      of.forEach(stem -> frequency.merge(stem, 1, Integer::sum));
    }
    SortedMap<String, Double> scores = new TreeMap<>();
    for (Commit commit : before) {
      double text =
          symptoms.overlap(stems.getOrDefault(commit.id(), Set.of()), frequency, before.size());
      double score =
          TIME * time(commit)
              + NEAR * near(commit)
              + TEXT * Math.min(3, text) / 1.5
              + RISK * risk(commit)
              + (symptoms.quote(added(commit)) ? QUOTED : 0);
      scores.merge(commit.id(), score, Math::max);
    }
    int outside = pressure + (symptoms.outside() || symptoms.speakOf(OUTSIDE) ? 1 : 0);
    scores.put(NONE, NO_CHANGE + EXTERNAL * outside);
    return scores;
  }

  private static String added(Commit commit) {
    return commit.diff().lines().filter(l -> l.startsWith("+")).collect(Collectors.joining("\n"));
  }

  private double time(Commit commit) {
    double lead = onset - commit.time();
    if (lead >= 30) {
      return StrictMath.exp(-lead / RECENCY_S);
    }
    return lead >= -120 ? 0.3 : -0.3;
  }

  private double near(Commit commit) {
    Collection<String> symptomatic = symptoms.services();
    String service = graph.service(commit.service());
    double near = 0;
    if (symptomatic.contains(service)) {
      near = 1;
    } else if (symptomatic.stream().anyMatch(s -> graph.callees(s).contains(service))) {
      near = 0.6;
    } else if (symptomatic.stream().anyMatch(s -> graph.callers(s).contains(service))) {
      near = 0.2;
    }
    return Math.max(near, 0.9 * moved.getOrDefault(service, 0.0));
  }

  private static double risk(Commit commit) {
    double risk = commit.diff().isEmpty() ? -0.5 : 0.5;
    risk -=
        HARMLESS.matcher(commit.message().toLowerCase(java.util.Locale.ROOT)).matches() ? 0.8 : 0;
    boolean code =
        commit.files().isEmpty()
            || commit.files().stream().anyMatch(f -> !NO_CODE.matcher(f).find());
    risk -= code ? 0 : 0.5;
    risk += DELICATE.matcher(commit.diff()).find() ? 0.4 : 0;
    risk += EFFECT * Effect.of(commit.diff());
    return commit.code() ? risk : risk - 0.3;
  }
}
