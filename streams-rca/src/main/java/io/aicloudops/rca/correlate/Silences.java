package io.aicloudops.rca.correlate;

import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.identity.EntityId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What people told the fold: silences, maintenance windows, feedback on causes.
 *
 * <p>A silence or maintenance window is for an incident id, an entity, {@code cluster/namespace}, a
 * namespace given as parameter {@code namespace}, or {@code *}; it lasts until the parameter {@code
 * until} (ISO 8601), for {@code duration} (ISO 8601 or like 30m), or an hour, and may begin at
 * {@code from}. UNSILENCE with the same target ends it.
 */
final class Silences {

  private static final long USUAL_MS = Duration.ofHours(1).toMillis();

  void take(Step step, Command command, Evidence evidence) {
    switch (command.getType()) {
      case SILENCE, MAINTENANCE -> step.state().put(command, evidence);
      case UNSILENCE -> end(step, command.getTarget());
      case FEEDBACK -> feedback(step, command, evidence);
      case UNDO -> undo(step, command.getTarget());
      default -> {
        // Approvals and pauses are for the remediator.
      }
    }
  }

  private static void end(Step step, String target) {
    for (Command silence : windows(step)) {
      if (silence.getTarget().equals(target) || silence.getId().equals(target)) {
        step.state().forget(silence);
      }
    }
  }

  /** Taking a word of feedback back, by the command's id. */
  private static void undo(Step step, String target) {
    step.state().commands(CommandType.FEEDBACK).stream()
        .filter(command -> command.getId().equals(target))
        .forEach(step.state()::forget);
  }

  private static void feedback(Step step, Command command, Evidence evidence) {
    Optional<Incident> incident = step.state().incident(command.getTarget());
    TreeMap<String, String> params = new TreeMap<>(command.getParams());
    incident
        .filter(i -> !i.getCauses().isEmpty())
        .map(i -> i.getCauses().get(0))
        .ifPresent(
            cause -> {
              params.putIfAbsent("entity", cause.getEntity());
              params.putIfAbsent("fault", cause.getFault());
            });
    Command told = Command.newBuilder(command).setParams(params).build();
    step.state().put(told, new Evidence(evidence.getCluster(), "", evidence.getTime(), told));
    List<Command> all = step.state().commands(CommandType.FEEDBACK);
    if (all.size() > step.rules().maxTaught()) {
      all.stream()
          .min(java.util.Comparator.comparing(Command::getTime).thenComparing(Command::getId))
          .ifPresent(step.state()::forget);
    }
    incident.ifPresent(
        i ->
            step.tell(
                i.getId(),
                "feedback",
                params.getOrDefault("trueEntity", params.getOrDefault("entity", "")),
                command.getActor() + " says the cause is " + verdict(params)));
  }

  private static String verdict(Map<String, String> params) {
    String verdict = params.getOrDefault("verdict", "wrong");
    String truth = params.getOrDefault("trueFault", "");
    return truth.isEmpty() ? verdict : verdict + ", it was " + truth;
  }

  /** Looks again whether open incidents are silenced, and forgets windows that have ended. */
  void refresh(Step step) {
    List<Command> windows = windows(step);
    for (Command window : windows) {
      if (until(window) <= step.now()) {
        step.state().forget(window);
      }
    }
    for (Incident incident : step.state().open()) {
      boolean silenced = windows.stream().anyMatch(window -> covers(window, incident, step.now()));
      if (silenced != incident.getSilenced()) {
        step.state().put(Incident.newBuilder(incident).setSilenced(silenced).build());
        String text = silenced ? "silenced" : "no longer silenced";
        step.tell(incident.getId(), "silence", "", text);
      }
    }
  }

  private static List<Command> windows(Step step) {
    return step.state().commands(CommandType.SILENCE, CommandType.MAINTENANCE);
  }

  private static boolean covers(Command window, Incident incident, long now) {
    if (now < from(window) || now >= until(window)) {
      return false;
    }
    String target = window.getTarget();
    if (target.equals("*") && window.getParams().getOrDefault("namespace", "").isEmpty()) {
      return true;
    }
    if (target.equals(incident.getId())) {
      return true;
    }
    String cause =
        incident.getCauses().isEmpty()
            ? incident.getMembers().get(0)
            : incident.getCauses().get(0).getEntity();
    String namespace = window.getParams().getOrDefault("namespace", "");
    boolean inside =
        EntityId.tryParse(cause).map(id -> id.namespace().equals(namespace)).orElse(false);
    return cause.equals(target) || cause.startsWith(target + "/") || inside;
  }

  private static long from(Command window) {
    return instant(window.getParams().getOrDefault("from", ""))
        .orElse(window.getTime().toEpochMilli());
  }

  private static long until(Command window) {
    Optional<Long> until = instant(window.getParams().getOrDefault("until", ""));
    return until.orElseGet(
        () -> from(window) + length(window.getParams().getOrDefault("duration", "")));
  }

  private static Optional<Long> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty(); // The usual length applies, as if nothing had been said.
    }
  }

  private static long length(String text) {
    if (text.isEmpty()) {
      return USUAL_MS;
    }
    String iso = text.startsWith("P") ? text : "PT" + text.toUpperCase(java.util.Locale.ROOT);
    try {
      return Duration.parse(iso).toMillis();
    } catch (DateTimeException | ArithmeticException e) {
      return USUAL_MS;
    }
  }
}
