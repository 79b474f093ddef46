package io.aicloudops.rca.detect.novelty;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts together what the views of a group say of a value, and knows until the next one which of
 * them gave how much of it. Nothing here outlives a value, so it is no part of the state.
 */
final class Votes {

  private static final double LARGEST = 0.5;
  private static final double RESTLESS_WEIGHT = 2;

  private enum Group {
    SIDES,
    DEVIATIONS,
    BAND
  }

  private double level;
  private double season;
  private double shape;
  private double restless;
  private double step;
  private double brief;
  private double middle;
  private double hour;
  private double median;
  private double seasonal;
  private Group strongest = Group.BAND;

  /** Half the weighted mean and half the maximum of rarities. */
  double sides(double levelRarity, double seasonRarity, double shapeRarity, double restlessRarity) {
    level = levelRarity;
    season = seasonRarity;
    shape = shapeRarity;
    restless = restlessRarity;
    double mean = (level + season + shape + RESTLESS_WEIGHT * restless) / (3 + RESTLESS_WEIGHT);
    return (1 - LARGEST) * mean + LARGEST * largest();
  }

  private double largest() {
    return Math.max(Math.max(level, season), Math.max(shape, restless));
  }

  /** The mean of the ranks of distances. */
  double deviations(
      double fromLast,
      double fromBrief,
      double fromMiddle,
      double fromHour,
      double fromMedian,
      double fromSeason) {
    step = fromLast;
    brief = fromBrief;
    middle = fromMiddle;
    hour = fromHour;
    median = fromMedian;
    seasonal = fromSeason;
    return (step + brief + middle + hour + median + seasonal) / 6;
  }

  /** The strongest group decides, by what it came to after it was weighed. */
  double strongest(double side, double deviation, double band) {
    double strength = Math.max(Math.max(side, deviation), band);
    strongest =
        strength == side ? Group.SIDES : strength == deviation ? Group.DEVIATIONS : Group.BAND;
    return strength;
  }

  /** The shares of the views in the last decision by their names, the largest first; together 1. */
  Map<String, Double> shares() {
    Map<String, Double> parts = new LinkedHashMap<>();
    switch (strongest) {
      case SIDES -> {
        parts.put("level", part(level, 1));
        parts.put("season", part(season, 1));
        parts.put("shape", part(shape, 1));
        parts.put("restlessness", part(restless, RESTLESS_WEIGHT));
      }
      case DEVIATIONS -> {
        parts.put("step", step);
        parts.put("running-level", brief + middle + hour + median);
        parts.put("season", seasonal);
      }
      case BAND -> parts.put("band", 1.0);
    }
    parts.values().removeIf(part -> part <= 0);
    double sum = parts.values().stream().mapToDouble(part -> part).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    parts.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(part -> shares.put(part.getKey(), part.getValue() / sum));
    return shares;
  }

  private double part(double rarity, double weight) {
    double alone = rarity == largest() ? LARGEST * rarity : 0;
    return (1 - LARGEST) * weight * rarity / (3 + RESTLESS_WEIGHT) + alone;
  }
}
