package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.simulator.kube.http.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of the catalogue from the fault to the verified remedy and its undo, through all services on
 * a real log and a simulated cluster.
 *
 * <p>{@code -Dcatalogue.rows=all} plays all of them and prints the table of docs/safety.md; without
 * it a few of each kind are played.
 */
class CatalogueRowsTest {

  private static final String QUICK =
      "crash-after-rollout,evicted-pods-left,service-without-endpoints,node-not-ready/drain,"
          + "job-failing/retry-job,preempted";
  private static final Set<RemediationState> OVER =
      EnumSet.of(
          RemediationState.VERIFIED,
          RemediationState.UNDONE,
          RemediationState.ESCALATED,
          RemediationState.REFUSED,
          RemediationState.FAILED);

  @TempDir static Path data;

  @Test
  void playsTheCatalogue() {
    String chosen = System.getProperty("catalogue.rows", QUICK);
    List<Played> played = new ArrayList<>();
    try (RowWorld world = new RowWorld(data, Rows.namespaces())) {
      List<Row> rows = Rows.of(world);
      complete(rows);
      for (Row row : rows) {
        if (chosen.equals("all") || Arrays.asList(chosen.split(",")).contains(row.id())) {
          played.add(row.told() ? told(world, row) : play(world, row));
          System.out.print(played.get(played.size() - 1).line());
        }
      }
      assertThat(world.cluster.audit())
          .filteredOn(e -> e.user().equals("aiops"))
          .as("within its role, under its own name")
          .allSatisfy(
              (AuditEntry e) -> {
                assertThat(e.code()).isNotEqualTo(403);
                assertThat(e.fieldManager()).isEqualTo("ai-cloudops");
              });
      onlyWhatWasBroken(world, played);
    }
    for (Played each : played) {
      // What was done says more of a failure than the time that it did not take.
      String done = each.line() + each.note();
      assertThat(each.recognised()).withFailMessage(() -> done).isTrue();
      if (each.row().told()) {
        assertThat(each.planned()).withFailMessage(() -> done).startsWith("told");
        continue;
      }
      assertThat(each.mended()).withFailMessage(() -> done).isPositive();
      assertThat(each.verified()).withFailMessage(() -> done).isPositive();
      // On a machine that is busy with other tests, seconds say nothing of us.
      boolean measured = System.getProperty("catalogue.rows") != null;
      if (measured && each.row().fault().level() == FaultKind.Level.AUTO) {
        boolean quick =
            each.row().action() == ActionKind.RESTART || each.row().action() == ActionKind.ROLLBACK;
        assertThat(each.mended())
            .as("seconds to mend %s", each.row().fault())
            .isLessThanOrEqualTo(quick ? 30 : 60);
      }
    }
  }

  /** No other object than that of a row was written to: that would be a false remediation. */
  private static void onlyWhatWasBroken(RowWorld world, List<Played> played) {
    List<Remediation> wrote =
        world.remediations.values().stream()
            .filter(
                r ->
                    r.getSteps().stream()
                        .anyMatch(step -> step.getState() == RemediationState.EXECUTING))
            .toList();
    System.out.printf("%d remediations wrote%n", wrote.size());
    assertThat(wrote)
        .allSatisfy(
            r ->
                assertThat(played)
                    .anyMatch(p -> p.row().isAbout(r.getEntity()) && !p.row().told()));
  }

  /** Every fault and every action is among them, and has a line in the table that is published. */
  private static void complete(List<Row> rows) {
    assertThat(rows.stream().map(Row::fault).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(FaultKind.values());
    Set<ActionKind> notPlayed = EnumSet.of(ActionKind.NONE, ActionKind.UNKNOWN);
    notPlayed.add(ActionKind.RESUME_ROLLOUT); // by request alone
    assertThat(rows.stream().map(Row::action).collect(Collectors.toSet()))
        .containsAll(EnumSet.complementOf(EnumSet.copyOf(notPlayed)));
    if (System.getProperty("catalogue.rows") == null) {
      String page = read(Path.of("../docs/safety.md"));
      assertThat(page).contains(Played.HEAD);
      assertThat(rows).allSatisfy(row -> assertThat(page).contains(Played.begin(row)));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing is planned; people hear of the cause, once. */
  private static Played told(RowWorld world, Row row) {
    world.breakNow();
    run(row, row.inject());
    String cause =
        row.fault() == FaultKind.UNKNOWN
            ? "\"given-unknown/opened/\""
            : "/demo/" + row.entity() + "~" + row.fault().id() + "\"";
    Optional<String> heard =
        within(() -> world.people.heard.stream().filter(m -> m.contains(cause)).findFirst());
    double after = since(world.broken());
    List<Remediation> planned =
        world.remediations.values().stream().filter(r -> row.isAbout(r.getEntity())).toList();
    String what = heard.isPresent() && planned.isEmpty() ? "told, " + Played.seconds(after) : "no";
    String note = planned + " " + world.people.heard;
    return new Played(row, soon(() -> recognised(world, row)), what, -1, -1, Played.NONE, note);
  }

  private static void run(Row row, Row.Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new IllegalStateException(row.id() + " could not be played", e);
    }
  }

  private static Played play(RowWorld world, Row row) {
    world.breakNow();
    run(row, row.inject());
    Instant began = world.broken();
    Optional<Remediation> planned = within(() -> of(world, row));
    boolean recognised = soon(() -> recognised(world, row));
    if (planned.isEmpty()) {
      return new Played(
          row,
          recognised,
          "no",
          -1,
          -1,
          Played.NONE,
          "nothing was planned for " + seen(world, row));
    }
    Optional<Boolean> mended =
        within(
            () -> {
              of(world, row).ifPresent(r -> approve(world, r));
              return row.mended().holds() ? Optional.of(true) : Optional.empty();
            });
    String id = of(world, row).orElse(planned.get()).getId();
    double mendedAt = mended.isPresent() ? since(began) : -1;
    if (mended.isEmpty()) {
      return new Played(row, recognised, "yes", -1, -1, Played.NONE, steps(world, id));
    }
    run(row, row.recover());
    boolean forAWhile = row.action() == ActionKind.LOOSEN_DISRUPTION_BUDGET;
    Optional<Remediation> ended =
        forAWhile
            ? within(() -> state(world, id, EnumSet.of(RemediationState.VERIFYING)))
            : within(() -> state(world, id, OVER));
    boolean verified =
        ended.isPresent() && (forAWhile || ended.get().getState() == RemediationState.VERIFIED);
    double verifiedAt = verified ? since(began) : -1;
    return new Played(
        row, recognised, "yes", mendedAt, verifiedAt, undo(world, row, id), steps(world, id));
  }

  /** What was seen of a row's entity, for who has to find out why nothing came of it. */
  private static String seen(RowWorld world, Row row) {
    return world.events.stream()
            .filter(e -> row.isAbout(e.getEntity()))
            .map(e -> e.getTime() + " " + e.getObject() + " " + e.getReason())
            .toList()
        + ", incidents "
        + world.incidents.values().stream()
            .filter(i -> i.getCauses().stream().anyMatch(c -> row.isAbout(c.getEntity())))
            .toList();
  }

  private static String steps(RowWorld world, String id) {
    return known(world, id).getSteps().stream()
        .map(step -> step.getTime() + " " + step.getState() + ": " + step.getNote())
        .collect(Collectors.joining("\n"));
  }

  private static Remediation known(RowWorld world, String id) {
    return Objects.requireNonNull(world.remediations.get(id));
  }

  private static String undo(RowWorld world, Row row, String id) {
    if (!known(world, id).getFacts().containsKey("undo.path")) {
      return "has none";
    }
    world.order(CommandType.UNDO, id, "", Map.of());
    boolean undone =
        within(() -> state(world, id, EnumSet.of(RemediationState.UNDONE))).isPresent();
    return undone && row.undone().holds() ? "yes" : "no";
  }

  private static boolean recognised(RowWorld world, Row row) {
    if (row.seen() == Row.Seen.ADVICE) {
      return of(world, row).filter(r -> r.getFault().equals(row.fault().id())).isPresent();
    }
    return world.incidents.values().stream()
        .flatMap(i -> i.getCauses().stream())
        .anyMatch(c -> row.isAbout(c.getEntity()) && c.getFault().equals(row.fault().id()));
  }

  /** What is planned now; a cause that is seen differently is planned for anew. */
  private static Optional<Remediation> of(RowWorld world, Row row) {
    return world.remediations.values().stream()
        .filter(r -> row.isAbout(r.getEntity()) && r.getAction() == row.action())
        .filter(r -> r.getState() != RemediationState.SUPERSEDED)
        .max(Comparator.comparing(Remediation::getCreatedAt));
  }

  private static Optional<Remediation> state(
      RowWorld world, String id, Set<RemediationState> states) {
    return Optional.ofNullable(known(world, id)).filter(r -> states.contains(r.getState()));
  }

  /** As an operator would who has read the difference. */
  private static void approve(RowWorld world, Remediation r) {
    if (r.getState() == RemediationState.AWAITING_APPROVAL
        && world.approved.add(r.getId() + r.getDiffHash())) {
      world.order(CommandType.APPROVE, r.getId(), r.getDiffHash(), Map.of());
    }
  }

  /** What is in the log reaches us a moment later. */
  private static boolean soon(BooleanSupplier holds) {
    return within(() -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty()).isPresent();
  }

  private static <T> Optional<T> within(Supplier<Optional<T>> what) {
    try {
      return await()
          .atMost(RowWorld.PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(what::get, Optional::isPresent);
    } catch (ConditionTimeoutException e) {
      return Optional.empty();
    }
  }

  private static double since(Instant began) {
    return Duration.between(began, Instant.now()).toMillis() / 1000.0;
  }
}
