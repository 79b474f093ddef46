package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.audit.AuditCheck;
import io.aicloudops.remediator.audit.Link;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditVerifyCommandTest {

  private final StringWriter out = new StringWriter();

  private int tell(List<String> problems, Map<String, String> expected) {
    AuditCheck.Result result =
        new AuditCheck.Result(
            2,
            Map.of("east", new Link(2, "aa", "bb")),
            Map.of("east", Set.of("aa", "bb")),
            Map.of("east", 1L),
            problems);
    return AuditVerifyCommand.tell(new PrintWriter(out), result, expected);
  }

  @Test
  void aWholeChainIsZeroAndNamesItsHead() {
    assertThat(tell(List.of(), Map.of("east", "aa"))).isZero();
    assertThat(out.toString())
        .contains("east  numbers 1 to 2, head bb")
        .contains("2 records, the chain is whole");
  }

  @Test
  void aBreakIsOneAndIsNamed() {
    assertThat(tell(List.of("partition 0 offset 3: was changed"), Map.of())).isEqualTo(1);
    assertThat(out.toString()).contains("BROKEN  partition 0 offset 3").contains("1 breaks");
  }

  @Test
  void whatWasCutOffShowsAgainstANotedHead() {
    assertThat(tell(List.of(), Map.of("east", "cc"))).isEqualTo(1);
    assertThat(tell(List.of(), Map.of("west", "aa"))).isEqualTo(1);
    assertThat(out.toString()).contains("cc is not in its chain");
  }

  @Test
  void needsASubcommand() {
    assertThat(CliRun.of("audit").code()).isEqualTo(2);
    assertThat(CliRun.of("audit", "verify", "--help").out()).contains("--expect");
  }
}
