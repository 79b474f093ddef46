package io.aicloudops.rca.knowledge;

import io.aicloudops.rca.knowledge.Fact.Kind;
import io.aicloudops.rca.knowledge.Fact.Strength;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads evidence into facts. What says nothing about trouble gives none. */
public final class FactReader {

  /** A ratio of use to limit below this is head-room, however unusual. */
  private static final double TIGHT = 0.85;

  /** A resource that is full within this time at its pace is trouble now. */
  private static final double FILLS_SECONDS = 600;

  /** A latency is worth an incident from this many times what was expected. */
  private static final double SLOWER = 1.3;

  private static final Set<String> HARMLESS = Set.of("info", "none", "information");

  /** What the ids of the facts of changes begin with. */
  private static final String CHANGE = "change/";

  private FactReader() {}

  /** The id of the change that a fact tells of; empty if there is none. */
  static String changeId(Optional<Fact> change) {
    return change.map(c -> c.id().substring(CHANGE.length())).orElse("");
  }

  /** The fact in a piece of evidence; empty for topology, commands, ticks and normal life. */
  public static Optional<Fact> read(Evidence evidence) {
    Object body = evidence.getBody();
    if (body instanceof Anomaly anomaly) {
      return Optional.of(anomaly(evidence, anomaly));
    }
    if (body instanceof Alert alert) {
      return Optional.of(alert(evidence, alert));
    }
    if (body instanceof K8sEvent event) {
      return event(evidence, event);
    }
    if (body instanceof Change change) {
      return Optional.of(change(evidence, change));
    }
    return Optional.empty();
  }

  /** True if the evidence says that what was wrong with its object is over. */
  public static boolean recovery(Evidence evidence) {
    return evidence.getBody() instanceof K8sEvent event
        && EventRules.read(event)
            .map(reading -> reading.effect() == EventRules.Effect.RECOVERY)
            .orElse(false);
  }

  /**
   * The news with what only earlier news of the same thing said: one event names the exit code, the
   * next the image.
   */
  public static Fact merge(Fact before, Fact news) {
    if (!(before.source().getBody() instanceof K8sEvent old)
        || !(news.source().getBody() instanceof K8sEvent event)) {
      return news;
    }
    Map<String, String> attributes = new TreeMap<>(old.getAttributes());
    attributes.putAll(event.getAttributes());
    K8sEvent merged = K8sEvent.newBuilder(event).setAttributes(attributes).build();
    Evidence source = news.source();
    return news.from(
        new Evidence(source.getCluster(), source.getEntity(), source.getTime(), merged));
  }

  private static Fact anomaly(Evidence evidence, Anomaly anomaly) {
    Meaning meaning = Names.ofSignal(anomaly.getSignal(), anomaly.getRole());
    return new Fact(
        "anomaly/" + anomaly.getId(),
        Kind.ANOMALY,
        anomaly.getEntity(),
        anomaly.getSignal(),
        meaning,
        anomaly.getSince().toEpochMilli(),
        anomaly.getTime().toEpochMilli(),
        anomaly.getStatus() != AnomalyStatus.CLOSED,
        serious(anomaly) ? Strength.OPENS : Strength.SUPPORTS,
        clamp(anomaly.getScore()),
        evidence);
  }

  private static boolean serious(Anomaly anomaly) {
    boolean up = anomaly.getDirection() == Direction.UP;
    boolean lone = anomaly.getKind() == AnomalyKind.PEER_OUTLIER;
    if (anomaly.getScore() < 0.5) {
      return false;
    }
    return switch (anomaly.getRole()) {
      case ERRORS -> up;
      case LATENCY ->
          up && !lone && !(anomaly.getValue() < SLOWER * Math.abs(anomaly.getExpected()));
      case SATURATION -> up && !lone && tight(anomaly);
      case AVAILABILITY -> anomaly.getKind() == AnomalyKind.MISSING || (!lone && worse(anomaly));
      default -> false;
    };
  }

  private static boolean tight(Anomaly anomaly) {
    boolean share = anomaly.getSignal().contains(":saturation");
    return share
        ? anomaly.getValue() >= TIGHT || fillsSoon(anomaly)
        : !(anomaly.getValue() < 1 + SLOWER * Math.abs(anomaly.getExpected()));
  }

  /** What only ever fills climbs beyond anything usual, and at this pace is full soon. */
  private static boolean fillsSoon(Anomaly anomaly) {
    Meaning meaning = Names.ofSignal(anomaly.getSignal(), anomaly.getRole());
    return (meaning == Meaning.MEMORY || meaning == Meaning.DISK)
        && anomaly.getSlope() > 0
        && (1 - anomaly.getValue()) / anomaly.getSlope() <= FILLS_SECONDS;
  }

  private static boolean worse(Anomaly anomaly) {
    Set<String> words = Names.words(anomaly.getSignal());
    boolean counted = words.contains("restarts") || words.contains("unavailable");
    return (anomaly.getDirection() == Direction.UP) == counted;
  }

  private static Fact alert(Evidence evidence, Alert alert) {
    boolean harmless = HARMLESS.contains(alert.getSeverity()) || alert.getName().equals("Watchdog");
    double weight = alert.getSeverity().equals("critical") ? 1 : 0.8;
    return new Fact(
        "alert/" + alert.getFingerprint(),
        Kind.ALERT,
        alert.getEntity(),
        alert.getName(),
        Names.ofAlert(alert.getName()),
        alert.getStartsAt().toEpochMilli(),
        evidence.getTime().toEpochMilli(),
        alert.getStatus() == AlertStatus.FIRING,
        harmless ? Strength.SUPPORTS : Strength.OPENS,
        harmless ? 0.2 : weight,
        evidence);
  }

  private static Optional<Fact> event(Evidence evidence, K8sEvent event) {
    return EventRules.read(event)
        .filter(reading -> reading.effect() != EventRules.Effect.RECOVERY)
        .map(
            reading -> {
              boolean trouble = reading.effect() == EventRules.Effect.TROUBLE;
              Meaning meaning = sharper(reading.meaning(), event);
              return new Fact(
                  "event/" + event.getEntity() + "/" + event.getObject() + "/" + meaning,
                  Kind.EVENT,
                  event.getEntity(),
                  event.getReason(),
                  meaning,
                  event.getTime().toEpochMilli(),
                  event.getTime().toEpochMilli(),
                  true,
                  trouble ? Strength.OPENS : Strength.SUPPORTS,
                  trouble ? 0.95 : 0.4,
                  evidence);
            });
  }

  /** A crash whose exit code says more than that it crashed. */
  private static Meaning sharper(Meaning meaning, K8sEvent event) {
    if (meaning != Meaning.CRASH) {
      return meaning;
    }
    if (event.getAttributes().getOrDefault("init", "").equals("true")) {
      return Meaning.INIT;
    }
    String reason = event.getAttributes().getOrDefault("lastReason", "");
    return switch (event.getAttributes().getOrDefault("exitCode", "")) {
      case "126", "127" -> Meaning.COMMAND;
      default -> reason.equals("OOMKilled") ? Meaning.OUT_OF_MEMORY : meaning;
    };
  }

  private static Fact change(Evidence evidence, Change change) {
    long time = change.getTime().toEpochMilli();
    return new Fact(
        CHANGE + change.getId(),
        Kind.CHANGE,
        change.getEntity(),
        change.getKind().toString(),
        Meaning.CHANGED,
        time,
        time,
        false,
        Strength.CONTEXT,
        0.3,
        evidence);
  }

  private static double clamp(double weight) {
    return weight >= 0 && weight <= 1 ? weight : 0;
  }
}
