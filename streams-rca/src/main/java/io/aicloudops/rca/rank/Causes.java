package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.Advice;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.rca.rank.blame.Ranking;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns ranked hypotheses into the causes that people and planners read. */
public final class Causes {

  private static final long MEBIBYTE = 1L << 20;

  /** How many causes are told at the most. */
  private static final int MOST = 5;

  /** A cause below this says nothing. */
  private static final double LEAST = 0.02;

  /** The larger, the more the best hypothesis takes from the others. */
  private static final double SHARPNESS = 4;

  private Causes() {}

  /**
   * The causes of an incident, the likeliest first.
   *
   * <p>A confidence is the hypothesis' score times its share among all: two equally good ones are
   * each half as sure, and the confidences add up to no more than one.
   */
  public static List<Cause> of(Ranker ranker) {
    List<Hypothesis> ranked = ranker.rank();
    double total = ranked.stream().mapToDouble(h -> StrictMath.pow(h.score(), SHARPNESS)).sum();
    List<Cause> causes = new ArrayList<>();
    for (Hypothesis h : ranked) {
      double share = total == 0 ? 0 : StrictMath.pow(h.score(), SHARPNESS) / total;
      double confidence = Math.round(1000 * h.score() * share) / 1000.0;
      if (causes.size() < MOST && (confidence >= LEAST || causes.isEmpty())) {
        causes.add(cause(h, confidence, ranker.affected(h.entity())));
      }
    }
    return causes;
  }

  /**
   * The causes that measurements name, the likeliest first, each with what is best said of it.
   *
   * @param ranker of facts about the same trouble
   * @param confidences of entities, in [0,1]
   */
  public static List<Cause> of(Ranker ranker, Map<String, Double> confidences) {
    List<Hypothesis> hypotheses = ranker.rank();
    List<Cause> causes = new ArrayList<>();
    for (String entity : Ranking.of(confidences)) {
      double confidence = Math.round(1000 * confidences.getOrDefault(entity, 0.0)) / 1000.0;
      if (causes.size() < MOST && confidence >= LEAST) {
        Hypothesis best =
            hypotheses.stream()
                .filter(h -> h.entity().equals(entity))
                .findFirst()
                .orElseGet(() -> Hypothesis.unknown(entity));
        causes.add(cause(best, confidence, ranker.affected(entity)));
      }
    }
    return causes;
  }

  private static Cause cause(Hypothesis h, double confidence, List<String> affected) {
    Advice.Steps steps = Advice.against(h.fault());
    String knowledge = h.fault() == FaultKind.UNKNOWN ? "" : h.fault().id();
    return Cause.newBuilder()
        .setEntity(h.entity())
        .setFault(h.fault().id())
        .setConfidence(confidence)
        .setSummary(summary(h))
        .setSummaryZh(summaryZh(h))
        .setSupporting(h.supporting())
        .setAgainst(h.against())
        .setAffected(affected)
        .setRecommendations(steps.en())
        .setRecommendationsZh(steps.zh())
        .setChangeId(h.changeId())
        .setKnowledge(knowledge)
        .setMember(h.member())
        .setFacts(new TreeMap<>(h.facts()))
        .build();
  }

  /** How an entity is called in titles: its name, with the kind only where it is no workload. */
  public static String shortName(String entity) {
    Optional<EntityId> id = EntityId.tryParse(entity);
    return id.map(EntityId::name).orElse(entity);
  }

  private static String summary(Hypothesis h) {
    String what =
        h.fault() == FaultKind.UNKNOWN
            ? "something is wrong here, the reason is not known"
            : h.fault().title();
    return shortName(h.entity()) + ": " + what + detail(h, " (", ", ", ")", false);
  }

  private static String summaryZh(Hypothesis h) {
    String what = h.fault() == FaultKind.UNKNOWN ? "此处异常，原因未知" : h.fault().titleZh();
    return shortName(h.entity()) + "：" + what + detail(h, "（", "，", "）", true);
  }

  /**
   * The facts that tell this fault from its like; revision and image only where a change is held
   * responsible.
   */
  private static String detail(Hypothesis h, String open, String comma, String close, boolean zh) {
    Map<String, String> facts = h.facts();
    List<String> parts = new ArrayList<>();
    say(parts, facts, "finding", "");
    say(parts, facts, "exitCode", zh ? "退出码 " : "exit code ");
    if (!h.changeId().isEmpty()) {
      say(parts, facts, "revision", zh ? "版本 " : "revision ");
      say(parts, facts, "image", zh ? "镜像 " : "image ");
    }
    boolean memory = h.fault() == FaultKind.MEMORY_LEAK || h.fault() == FaultKind.OOM_LIMIT_TOO_LOW;
    String limit = facts.getOrDefault("memoryLimit", "");
    if (memory && limit.matches("[1-9]\\d{0,17}")) {
      parts.add((zh ? "内存限制 " : "memory limit ") + Long.parseLong(limit) / MEBIBYTE + " MiB");
    }
    return parts.isEmpty() ? "" : open + String.join(comma, parts) + close;
  }

  private static void say(
      List<String> parts, Map<String, String> facts, String name, String label) {
    String value = facts.get(name);
    if (value != null && !value.isEmpty() && value.length() < 120) {
      parts.add(label + value);
    }
  }
}
