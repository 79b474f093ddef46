package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests allow what the actions need and nothing else. */
class RbacTest {

  private static final String BEGIN =
      "  # Generated from the remediator's actions; RbacTest holds it and prints what it should be.\n";
  private static final String END = "  # End of what is generated.\n";

  private static final Set<String> CLUSTER_SCOPED = Set.of("nodes", "storageclasses");

  private static String generated() {
    return Permissions.ALL.stream().map(RbacTest::rule).collect(Collectors.joining());
  }

  private static String rule(Permissions p) {
    return "  # %s\n  - apiGroups: [%s]\n    resources: [%s]\n    verbs: [%s]\n"
        .formatted(
            p.why(),
            p.apiGroup().isEmpty() ? "\"\"" : p.apiGroup(),
            String.join(", ", p.resources()),
            String.join(", ", p.verbs()));
  }

  /** RoleBindings grant nothing that has no namespace, whatever their role says. */
  @Test
  void aConfinedRemediatorMayReadWhatHasNoNamespace() throws IOException {
    String expected =
        Permissions.ALL.stream()
            .flatMap(
                p -> p.resources().stream().filter(CLUSTER_SCOPED::contains).map(r -> get(p, r)))
            .collect(Collectors.joining());
    String text = Files.readString(Path.of("../compose/helm/templates/rbac.yaml"));
    assertThat(text)
        .containsOnlyOnce("name: ai-cloudops-remediator-cluster\nrules:\n" + expected + "---\n");
    assertThat(expected).contains("[nodes]", "[storageclasses]");
  }

  private static String get(Permissions p, String resource) {
    assertThat(p.verbs()).contains("get");
    return "  - apiGroups: [%s]\n    resources: [%s]\n    verbs: [get]\n"
        .formatted(p.apiGroup().isEmpty() ? "\"\"" : p.apiGroup(), resource);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes/rbac.yaml", "helm/templates/rbac.yaml"})
  void theManifestsAreGeneratedFromTheActions(String file) throws IOException {
    String text = Files.readString(Path.of("../compose").resolve(file));
    assertThat(text).contains(BEGIN, END);
    String stands = text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
    assertThat(stands).as("the rules between the two comments of %s", file).isEqualTo(generated());
  }
}
