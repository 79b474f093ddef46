package io.aicloudops.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.cli.ApiClient;
import io.aicloudops.simulator.faults.Fault;
import io.aicloudops.simulator.faults.FaultType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Goes through the faults without a person: waits until all is quiet, injects one, watches through
 * the public API what the system makes of it, approves what it proposes, and looks at the shop
 * itself to see whether it is well again.
 */
public final class DemoScript {

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final Duration MENDED_WITHIN = Duration.ofMinutes(2);

  /** What comes after the disturbance is seen, too: a healthy rollout takes some 8 s. */
  private static final Duration ROLLOUT_WATCH = Duration.ofSeconds(20);

  /** The wobble takes 20 s. */
  private static final Duration WOBBLE_WATCH = Duration.ofSeconds(30);

  private final Demo demo;
  private final ApiClient api;
  private final Consumer<String> progress;

  /**
   * @param api as an operator
   * @param progress is told in a line what goes on
   */
  public DemoScript(Demo demo, ApiClient api, Consumer<String> progress) {
    this.demo = demo;
    this.api = api;
    this.progress = progress;
  }

  /** Waits until the detectors know what is normal. */
  public void baseline(Duration warmUp) {
    progress.accept("waiting " + warmUp.toSeconds() + " s for the baseline");
    Instant end = Instant.now().plus(warmUp);
    until(warmUp.plusSeconds(1), () -> Instant.now().isAfter(end));
  }

  /** Injects one fault and watches it to the end. */
  public Observed run(Fault fault) {
    boolean quiet = until(QUIET_WITHIN, this::quiet);
    progress.accept(
        (fault.type().harmless() ? "harmless: " : "fault: ")
            + fault.type().titleEn()
            + (quiet ? "" : " (not all was quiet)"));
    Sighting sighting = new Sighting(demo, api, fault);
    fault.inject();
    until(
        patience(fault.type()),
        () -> {
          sighting.look();
          approve(sighting);
          return sighting.over();
        });
    Observed observed = sighting.observed();
    if (!fault.type().harmless()) {
      tidy(fault, observed);
    }
    return observed;
  }

  private static Duration patience(FaultType type) {
    if (!type.harmless()) {
      return MENDED_WITHIN;
    }
    return type == FaultType.LOAD_WOBBLE ? WOBBLE_WATCH : ROLLOUT_WATCH;
  }

  /**
   * A surge ends by itself; what was not mended is taken back, so that the next fault meets a shop
   * that is well.
   */
  private void tidy(Fault fault, Observed observed) {
    boolean surge = fault.type() == FaultType.TRAFFIC_SURGE;
    if (surge || observed.mended() == null) {
      fault.clear();
    }
  }

  private void approve(Sighting sighting) {
    for (JsonNode proposal : items(api.get("/api/v1/remediations?state=awaiting_approval"))) {
      String id = proposal.path("id").asText();
      if (sighting.firstSeen(id)) {
        progress.accept("  approving " + proposal.path("reason").asText());
        api.post(
            "/api/v1/remediations/" + ApiClient.encode(id) + "/approve",
            Map.of("diff_hash", proposal.path("diff_hash").asText(), "reason", "demo script"));
      }
    }
  }

  private boolean quiet() {
    return items(api.get("/api/v1/incidents?status=open")).isEmpty()
        && demo.world().health().problems().isEmpty();
  }

  /** The list in an answer. */
  static List<JsonNode> items(JsonNode answer) {
    JsonNode list = answer.isArray() ? answer : answer.path("items");
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }

  private static boolean until(Duration patience, BooleanSupplier done) {
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      if (done.getAsBoolean()) {
        return true;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return done.getAsBoolean();
  }
}
