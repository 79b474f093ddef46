package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Evidence;
import java.util.Locale;

/**
 * One piece of evidence, as correlation and ranking see it. Later news of the same thing (a growing
 * anomaly, a repeated event) is the same fact with the same id.
 *
 * @param id the same for all news of the same thing
 * @param kind what sort of source it comes from
 * @param entity the entity it is about, aliases resolved
 * @param what signal, alert name, event reason or change kind
 * @param meaning what it says about the entity
 * @param since when it began, epoch milliseconds
 * @param time of the latest news, epoch milliseconds
 * @param active false once it is over
 * @param strength how much it may do
 * @param weight in [0,1]
 * @param source the latest news itself
 */
public record Fact(
    String id,
    Kind kind,
    String entity,
    String what,
    Meaning meaning,
    long since,
    long time,
    boolean active,
    Strength strength,
    double weight,
    Evidence source) {

  /** Sorts of sources. */
  public enum Kind {
    ANOMALY,
    ALERT,
    EVENT,
    CHANGE;

    /** The text in events: lower case. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a fact may do to incidents. */
  public enum Strength {
    /** Opens an incident and keeps it open. */
    OPENS,
    /** Joins an incident, and opens none. */
    SUPPORTS,
    /** Something done on purpose; only ever a reason. */
    CONTEXT
  }

  /** True if it is trouble that by itself deserves an incident. */
  public boolean opens() {
    return strength == Strength.OPENS;
  }

  /** The same fact, over or not, as of a time. */
  public Fact with(boolean nowActive, long at) {
    return new Fact(
        id, kind, entity, what, meaning, since, at, nowActive, strength, weight, source);
  }

  /** The same fact, begun earlier. */
  public Fact begun(long earlier) {
    return new Fact(
        id, kind, entity, what, meaning, earlier, time, active, strength, weight, source);
  }

  /** The same fact, which opens an incident for what else is known. */
  public Fact raised() {
    return new Fact(
        id, kind, entity, what, meaning, since, time, active, Strength.OPENS, weight, source);
  }

  /** The same fact as another source tells it. */
  Fact from(Evidence told) {
    return new Fact(id, kind, entity, what, meaning, since, time, active, strength, weight, told);
  }

  /** The same fact about the entity that goes by another name. */
  public Fact about(String canonical) {
    return new Fact(
        id, kind, canonical, what, meaning, since, time, active, strength, weight, source);
  }
}
