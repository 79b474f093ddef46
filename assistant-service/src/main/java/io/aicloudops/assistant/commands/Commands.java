package io.aicloudops.assistant.commands;

import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.UndoFacts;
import io.aicloudops.schemas.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands. A command is accepted when the log has it; what comes of it shows in the views.
 * Methods throw {@link Problem} for what cannot be, and log who asked what.
 */
public final class Commands {

  private static final Logger LOG = LoggerFactory.getLogger("io.aicloudops.audit");

  /** Names the cluster a command is for, where its target does not. */
  private static final String CLUSTER = "cluster";

  private final Views views;
  private final EventProducer producer;
  private final Clock clock;

  /** Commands checked against these views. */
  public Commands(Views views, EventProducer producer, Clock clock) {
    this.views = views;
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * Approves what a remediation is going to do.
   *
   * @param diffHash of the diff that the person has seen
   * @throws Problem 403 without the role, 404 for an unknown one, 409 if it does not wait or its
   *     diff is another
   */
  public Command approve(String remediation, String diffHash, String reason, Principal who) {
    Command command = command(CommandType.APPROVE, remediation, diffHash, reason, who);
    return order(command, who, asked -> approvable(asked, diffHash));
  }

  private void approvable(Remediation asked, String diffHash) {
    awaiting(asked, "approved");
    if (!asked.getDiffHash().equals(diffHash)) {
      throw Problem.conflict(
          "diff_hash: the diff has changed since; look at the remediation again and approve "
              + asked.getDiffHash());
    }
    Instant expires = asked.getExpiresAt();
    if (expires != null && expires.isBefore(clock.instant())) {
      throw Problem.conflict("the time for approval ended at " + expires);
    }
  }

  /**
   * Refuses a remediation.
   *
   * @throws Problem 403 without the role, 404 for an unknown one, 409 if it does not wait
   */
  public Command reject(String remediation, String reason, Principal who) {
    Command command = command(CommandType.REJECT, remediation, "", reason, who);
    return order(command, who, asked -> awaiting(asked, "rejected"));
  }

  /**
   * Takes a verified remediation back, or a word of feedback.
   *
   * @param what the id of the remediation, or of the command that gave the feedback
   * @throws Problem 403 without the role, 404 for an unknown one, 409 if there is nothing to take
   *     back
   */
  public Command undo(String what, String reason, Principal who) {
    Command command = command(CommandType.UNDO, what, "", reason, who);
    Optional<Command> feedback =
        views.all(View.COMMANDS).rows().stream()
            .filter(c -> c.getType() == CommandType.FEEDBACK && c.getId().equals(what))
            .findFirst();
    if (feedback.isPresent()) {
      checkRole(who);
      command.setParams(Map.of(CLUSTER, feedback.get().getParams().getOrDefault(CLUSTER, "")));
      return send(command);
    }
    return order(command, who, Commands::undoable);
  }

  private static void undoable(Remediation asked) {
    RemediationState state = asked.getState();
    if (state != RemediationState.VERIFIED && state != RemediationState.VERIFYING) {
      throw Problem.conflict("only what was carried out can be undone; this is " + name(state));
    }
    if (!asked.getFacts().containsKey(UndoFacts.PATH)) {
      throw Problem.conflict(
          "there is nothing to set back: "
              + EventJson.text(asked.getAction()).replace('_', ' ')
              + " cannot be undone");
    }
  }

  /**
   * Sends an order about a remediation. One that is refused here is sent as well, marked as
   * refused: so that it was tried becomes a step of the remediation, and part of its audit.
   */
  private Command order(Command command, Principal who, Consumer<Remediation> check) {
    Optional<Remediation> asked = views.one(View.REMEDIATIONS, command.getTarget());
    asked.ifPresent(r -> command.setParams(Map.of(CLUSTER, r.getCluster())));
    try {
      checkRole(who);
      check.accept(
          asked.orElseThrow(
              () -> Problem.notFound("there is no remediation " + command.getTarget())));
    } catch (Problem refusal) {
      LOG.warn(
          "refused type={} target={} actor={} role={} status={} reason={}",
          command.getType(),
          command.getTarget(),
          who.name(),
          who.role().id(),
          refusal.status(),
          refusal.getMessage());
      if (asked.isPresent()) {
        command.setRefused(String.valueOf(refusal.getMessage()));
        log(command);
      }
      throw refusal;
    }
    return send(command);
  }

  private static void checkRole(Principal who) {
    if (!who.role().covers(Role.OPERATOR)) {
      throw Problem.forbidden(who.name() + " is " + who.role().id() + ", this needs operator");
    }
  }

  /**
   * Says whether a cause was right; without a cause named, the one that is held responsible now.
   *
   * @throws Problem 404 for an unknown incident
   */
  public Command feedback(
      String incident, Map<String, String> params, String comment, Principal who) {
    Incident about =
        views
            .one(View.INCIDENTS, incident)
            .orElseThrow(() -> Problem.notFound("there is no incident " + incident));
    Map<String, String> told = with(CLUSTER, about.getCluster(), params);
    about.getCauses().stream()
        .findFirst()
        .ifPresent(
            cause -> {
              told.putIfAbsent("entity", cause.getEntity());
              told.putIfAbsent("fault", cause.getFault());
            });
    Command command = command(CommandType.FEEDBACK, incident, "", comment, who);
    command.setParams(told);
    return send(command);
  }

  private static Map<String, String> with(String key, String value, Map<String, String> params) {
    Map<String, String> all = new LinkedHashMap<>(params);
    all.put(key, value);
    return all;
  }

  /** Asks for an inspection of a cluster; its id is that of the command. */
  public Command inspect(String cluster, String reason, Principal who) {
    Command command = command(CommandType.INSPECT, cluster, "", reason, who);
    command.setParams(Map.of(CLUSTER, cluster));
    return send(command);
  }

  /** Sends any other command; pausing and resuming needs an admin. */
  public Command other(
      CommandType type, String target, String reason, Map<String, String> params, Principal who) {
    boolean pausing = type == CommandType.PAUSE || type == CommandType.RESUME;
    if (pausing && !who.role().covers(Role.ADMIN)) {
      throw Problem.forbidden(
          who.name() + " is " + who.role().id() + ", to pause or resume needs admin");
    }
    Map<String, String> all =
        views
            .one(View.INCIDENTS, target)
            .map(incident -> with(CLUSTER, incident.getCluster(), params))
            .orElse(params);
    Command command = command(type, target, "", reason, who);
    command.setParams(all);
    return send(command);
  }

  private static void awaiting(Remediation asked, String what) {
    if (asked.getState() != RemediationState.AWAITING_APPROVAL) {
      throw Problem.conflict(
          "only a remediation that awaits approval can be "
              + what
              + "; this is "
              + name(asked.getState()));
    }
  }

  private static String name(RemediationState state) {
    return EventJson.text(state);
  }

  private Command command(
      CommandType type, String target, String diffHash, String reason, Principal who) {
    return Command.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setType(type)
        .setTarget(target)
        .setActor(who.name())
        .setRole(who.role().id())
        .setTime(clock.instant())
        .setDiffHash(diffHash)
        .setReason(reason)
        .build();
  }

  private Command send(Command command) {
    log(command);
    LOG.info(
        "command id={} type={} target={} actor={} role={}",
        command.getId(),
        command.getType(),
        command.getTarget(),
        command.getActor(),
        command.getRole());
    return command;
  }

  private void log(Command command) {
    producer.sendAndAwait(Topics.COMMANDS, command.getTarget(), command, command.getTime());
  }
}
