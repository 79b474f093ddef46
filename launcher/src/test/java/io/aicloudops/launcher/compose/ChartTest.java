package io.aicloudops.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart: Helm accepts it, and its templates ask for no value that there is not. */
class ChartTest {

  private static final Path CHART = Samples.FOLDER.resolve("helm");
  private static final Pattern VALUE = Pattern.compile("\\.Values\\.([A-Za-z0-9_.]+)");
  private static final Pattern OPENED =
      Pattern.compile("\\{\\{-?\\s*(if|range|with|define|block)\\b");
  private static final Pattern CLOSED = Pattern.compile("\\{\\{-?\\s*end\\b");

  @TempDir Path directory;

  @Test
  void templatesUseValuesThatThereAre() throws IOException {
    Map<String, Object> values = Samples.documents(CHART.resolve("values.yaml")).get(0);
    Set<String> used = new TreeSet<>();
    for (Path template : Samples.below(CHART.resolve("templates"), ".yaml", ".txt").toList()) {
      Matcher value = VALUE.matcher(Files.readString(template));
      while (value.find()) {
        used.add(value.group(1));
      }
    }
    assertThat(used).hasSizeGreaterThan(5).allSatisfy(path -> assertThere(values, path));
  }

  private static void assertThere(Map<String, Object> values, String path) {
    Object node = values;
    for (String key : List.of(path.split("\\.", -1))) {
      assertThat(node).as("what holds %s of %s", key, path).isInstanceOf(Map.class);
      assertThat(Samples.map(node)).as(path).containsKey(key);
      node = Samples.map(node).get(key);
    }
  }

  @Test
  void theRemediatorKeepsToItsNamespacesAndFindsItsPolicyInTheReleases() throws IOException {
    Path templates = CHART.resolve("templates");
    assertThat(Files.readString(templates.resolve("config.yaml")))
        .contains("remediator.policy-map.namespace = {{ .Release.Namespace | quote }}");
    assertThat(Files.readString(templates.resolve("services.yaml")))
        .containsPattern(
            "(?s)eq \\$name \"remediator\"\\) \\$\\.Values\\.remediatorNamespaces.{1,150}"
                + "AIOPS_KUBERNETES__NAMESPACES\\s+value: \\{\\{ join");
  }

  @Test
  void templatesCloseWhatTheyOpen() throws IOException {
    for (Path template : Samples.below(CHART.resolve("templates"), ".yaml", ".txt").toList()) {
      String text = Files.readString(template);
      assertThat(OPENED.matcher(text).results().count())
          .as(template.toString())
          .isEqualTo(CLOSED.matcher(text).results().count());
    }
  }

  @Test
  void helmAcceptsAndRendersIt() throws Exception {
    assumeTrue(Samples.onPath("helm"), "helm is not installed, so nothing was rendered");
    helm("lint", "--strict", CHART.toString());
    Path rendered =
        Files.writeString(
            directory.resolve("rendered.yaml"), helm("template", "aiops", CHART.toString()));
    assertThat(Samples.documents(rendered))
        .extracting(object -> object.get("kind"))
        .contains("Deployment");
  }

  private static String helm(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "helm";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
