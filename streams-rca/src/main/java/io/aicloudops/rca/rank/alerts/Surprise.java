package io.aicloudops.rca.rank.alerts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ranks the entities of an alert storm by how surprising their alerts are: −ln p, where p is how
 * often this entity showed this alert in earlier storms, smoothed towards how often any entity did.
 * What fires in every storm says nothing; what all instances of a service show is hardly about one
 * of them, and what they show in opposite directions, such as calls that went from one to the
 * other, is. Learns from each storm after it was ranked, without being told its cause.
 */
public final class Surprise {

  private static final double PRIOR = 3;
  private static final double CROWD = 0.25;

  private final Map<String, Integer> shown = new HashMap<>();
  private final Map<String, Integer> shownHere = new HashMap<>();
  private int storms;
  private int seen;

  /** The blame of each entity; learns nothing. */
  public SortedMap<String, Double> scores(Storm storm) {
    Map<String, Set<Signs>> signs = signs(storm);
    SortedMap<String, Double> scores = new TreeMap<>();
    for (String entity : storm.entities()) {
      List<Set<String>> peers =
          storm.peers(entity).stream().map(p -> whats(signs.getOrDefault(p, Set.of()))).toList();
      Map<String, List<Double>> families = new LinkedHashMap<>();
      for (Signs sign : signs.getOrDefault(entity, Set.of())) {
        families
            .computeIfAbsent(sign.family(), f -> new ArrayList<>())
            .add(sign.weight() * surprise(entity, sign.what()) * apart(sign, peers));
      }
      double score = 0;
      for (List<Double> family : families.values()) {
        double most = family.stream().max(Comparator.naturalOrder()).orElse(0.0);
        score += most * StrictMath.pow(family.size(), CROWD);
      }
      scores.put(entity, score);
    }
    return scores;
  }

  /** Half if all peers show the same, double if all show the opposite; 1 without peers. */
  private static double apart(Signs sign, List<Set<String>> peers) {
    if (peers.isEmpty()) {
      return 1;
    }
    long same = peers.stream().filter(of -> of.contains(sign.what())).count();
    long opposite = peers.stream().filter(of -> of.contains(sign.opposite())).count();
    return StrictMath.pow(2, (double) (opposite - same) / peers.size());
  }

  private static Set<String> whats(Set<Signs> signs) {
    Set<String> whats = new HashSet<>();
    signs.forEach(sign -> whats.add(sign.what()));
    return whats;
  }

  private double surprise(String entity, String what) {
    double anywhere = (shown.getOrDefault(what, 0) + 0.5) / (seen + 10);
    double here =
        (shownHere.getOrDefault(entity + '\n' + what, 0) + PRIOR * anywhere) / (storms + PRIOR);
    return -StrictMath.log(Math.min(0.999, here));
  }

  /** Remembers what the storm showed. */
  public void learn(Storm storm) {
    storms++;
    seen += storm.entities().size();
    Map<String, Set<Signs>> signs = signs(storm);
    for (String entity : storm.entities()) {
      for (String what : whats(signs.getOrDefault(entity, Set.of()))) {
        shown.merge(what, 1, Integer::sum);
        shownHere.merge(entity + '\n' + what, 1, Integer::sum);
      }
    }
  }

  private static Map<String, Set<Signs>> signs(Storm storm) {
    Map<String, Set<String>> failing = new HashMap<>();
    for (Storm.Alert alert : storm.alerts()) {
      if (alert instanceof Storm.Call call && call.failed() && !call.self()) {
        failing.computeIfAbsent(call.caller(), c -> new HashSet<>()).add(call.callee());
      }
    }
    Map<String, Set<Signs>> signs = new HashMap<>();
    for (Storm.Alert alert : storm.alerts()) {
      if (alert instanceof Storm.Metric metric) {
        add(signs, metric.entity(), Signs.metric(metric.metric(), metric.up()));
      } else if (alert instanceof Storm.Log log) {
        add(signs, log.entity(), Signs.log(log.template()));
      } else if (alert instanceof Storm.Call call) {
        call(signs, call, failing);
      }
    }
    return signs;
  }

  private static void call(
      Map<String, Set<Signs>> signs, Storm.Call call, Map<String, Set<String>> failing) {
    if (call.self()) {
      add(signs, call.callee(), Signs.self(call.type(), call.failed()));
      return;
    }
    add(signs, call.callee(), Signs.called(call.type(), call.failed()));
    Set<String> further = new HashSet<>(failing.getOrDefault(call.callee(), Set.of()));
    further.remove(call.caller());
    // A failed call says nothing against its caller if the callee's own calls fail too.
    if (!call.failed() || further.isEmpty()) {
      add(signs, call.caller(), Signs.calling(call.type(), call.failed()));
    }
  }

  private static void add(Map<String, Set<Signs>> signs, String entity, Signs sign) {
    signs.computeIfAbsent(entity, e -> new java.util.LinkedHashSet<>()).add(sign);
  }
}
