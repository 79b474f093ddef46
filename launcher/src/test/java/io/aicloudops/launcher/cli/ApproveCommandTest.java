package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Nothing is approved at a terminal that the person has not seen and agreed to. */
class ApproveCommandTest {

  private static final String APPROVED = "/api/v1/remediations/r-1/approve {\"diff_hash\":\"abc\"}";

  private final CannedService service =
      new CannedService()
          .says(
              "/remediations/r-1",
              200,
              """
              {"id":"r-1","reason":"roll cart back","action":"rollback","mode":"ask",
               "entity":"c/shop/Deployment/cart","state":"awaiting_approval",
               "danger":"a migration","diff":"-image: b\\n+image: a\\n","diff_hash":"abc"}""")
          .says("/remediations/r-1/approve", 202, "{\"command_id\":\"k\"}");
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void stop() {
    service.close();
  }

  private CliRun approve(Optional<String> answer, String... args) {
    ApproveCommand command =
        new ApproveCommand(
            question -> {
              asked.add(question);
              return answer;
            });
    List<String> all = new ArrayList<>(List.of("r-1", "--url", service.url().toString()));
    all.addAll(List.of("--token", "t"));
    all.addAll(Arrays.asList(args));
    return CliRun.of(new CommandLine(command), all.toArray(String[]::new));
  }

  @Test
  void asksAfterEntityDangerAndDiffAreShown() {
    CliRun run = approve(Optional.of("y"));

    assertThat(asked).containsExactly("Approve? [y/N] ");
    assertThat(run.out())
        .contains("rollback c/shop/Deployment/cart", "danger: a migration", "+image: a")
        .contains("Approved.");
    assertThat(service.posted).containsExactly(APPROVED);
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "no", "yesterday"})
  void approvesNothingWithoutAYes(String answer) {
    CliRun run = approve(Optional.of(answer));

    assertThat(run.out()).contains("+image: a", "Not approved.");
    assertThat(run.code()).isEqualTo(1);
    assertThat(service.posted).isEmpty();
  }

  @Test
  void withoutATerminalItApprovesWhatItShows() {
    CliRun run = approve(Optional.empty());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("+image: a", "Approved.");
    assertThat(service.posted).containsExactly(APPROVED);
  }

  @Test
  void asksNobodyInJson() {
    assertThat(approve(Optional.of("n"), "--json").out().trim()).startsWith("{");
    assertThat(service.posted).containsExactly(APPROVED);
    assertThat(asked).isEmpty();
  }

  @Test
  void asksNobodyWhoNamesTheDiffOrSaysYes() {
    assertThat(approve(Optional.of("n"), "--diff-hash", "abc").code()).isZero();
    assertThat(approve(Optional.of("n"), "--yes").out()).contains("+image: a");

    assertThat(asked).isEmpty();
    assertThat(service.posted).containsExactly(APPROVED, APPROVED);
  }

  @Test
  void asksNothingBeforeThereIsADiff() {
    service.says("/remediations/r-1", 200, "{\"id\":\"r-1\",\"state\":\"proposed\"}");
    CliRun run = approve(Optional.of("y"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("there is no diff to approve: r-1 is proposed");
    assertThat(asked).isEmpty();
    assertThat(service.posted).isEmpty();
  }
}
