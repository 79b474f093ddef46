package io.aicloudops.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.runtime.metrics.OwnSensor;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples in compose/ say what the code says: names of services, settings and metrics. */
class ComposeFolderTest {

  private static final Set<String> OURS = serviceIds();

  /** Variables of the start script; all other AIOPS_ variables are settings. */
  private static final Set<String> OF_THE_SCRIPT = Set.of("AIOPS_NO_BUILD", "AIOPS_JAVA_OPTS");

  private static final Pattern HOCON = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);

  static Stream<Path> structuredFiles() {
    return Samples.below(Samples.FOLDER, ".yaml", ".yml", ".json")
        .filter(file -> !file.toString().contains("/helm/templates/"));
  }

  @ParameterizedTest
  @MethodSource("structuredFiles")
  void isWellFormed(Path file) throws IOException {
    if (file.toString().endsWith(".json")) {
      assertThat(new ObjectMapper().readTree(file.toFile()).isObject()).isTrue();
    } else {
      assertThat(Samples.documents(file)).isNotEmpty().allSatisfy(d -> assertThat(d).isNotNull());
    }
  }

  @Test
  void composeRunsEachServiceByItsName() throws IOException {
    Map<String, Object> services = Samples.at(compose(), "services");
    Set<String> run = new TreeSet<>();
    services.forEach(
        (name, service) -> {
          Object command = Samples.map(service).get("command");
          if (command instanceof List<?> words && words.get(0).equals("run")) {
            assertThat(words.get(1)).as("what the container %s runs", name).isEqualTo(name);
            run.add(name);
          }
        });
    assertThat(run).isEqualTo(OURS);
  }

  @Test
  void composeMountsOnlyWhatIsThere() throws IOException {
    Map<String, Object> services = Samples.at(compose(), "services");
    services.forEach(
        (name, service) -> {
          Object volumes = Samples.map(service).getOrDefault("volumes", List.of());
          for (Object volume : (List<?>) volumes) {
            String source = volume.toString().split(":", 2)[0];
            // Made by the person who starts it: holds the token.
            if (source.startsWith("./") && !source.equals("./secrets")) {
              assertThat(Samples.FOLDER.resolve(source)).as("mounted by %s", name).exists();
            }
          }
        });
  }

  @Test
  void sampleConfigurationsHaveOnlyKnownKeys(@TempDir Path scratch) throws IOException {
    Map<String, String> samples = new TreeMap<>();
    samples.put("aiops.conf", Files.readString(Samples.FOLDER.resolve("aiops.conf")));
    Map<String, Object> configMap =
        Samples.documents(Samples.FOLDER.resolve("kubernetes/config.yaml")).get(0);
    samples.put("ConfigMap", Samples.value(Samples.at(configMap, "data"), "aiops.conf").toString());
    samples.put(
        "values.yaml",
        Samples.value(
                Samples.documents(Samples.FOLDER.resolve("helm/values.yaml")).get(0), "config")
            .toString());
    for (String page : List.of("README.md", "README.zh.md", "docs/operations.md")) {
      Matcher block = HOCON.matcher(Files.readString(Samples.FOLDER.resolveSibling(page)));
      for (int number = 1; block.find(); number++) {
        samples.put(page + " " + number, block.group(1));
      }
    }
    assertThat(samples).hasSizeGreaterThan(4);
    for (Map.Entry<String, String> sample : samples.entrySet()) {
      Path file = Files.writeString(scratch.resolve("sample.conf"), sample.getValue());
      assertThatCode(() -> Settings.load(file, Map.of(), Map.of()).check(Services.sections()))
          .as(sample.getKey())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyVariableInTheFolderIsASetting() throws IOException {
    Set<String> settings = new TreeSet<>(OF_THE_SCRIPT);
    for (Section<?> section : Services.sections()) {
      SettingsReference.keysOf(section).forEach(key -> settings.add(variableOf(key.path())));
    }
    Pattern variable =
        Pattern.compile("\\bAIOPS_[A-Z0-9_]+__[A-Z0-9_]+|\\bAIOPS_(NO|JAVA)_[A-Z_]+");
    Set<String> found = new TreeSet<>();
    for (Path file : Samples.below(Samples.FOLDER, "").toList()) {
      Matcher matcher = variable.matcher(Files.readString(file));
      while (matcher.find()) {
        found.add(matcher.group());
      }
    }
    assertThat(found).isNotEmpty();
    assertThat(settings).containsAll(found);
  }

  private static String variableOf(String path) {
    return Settings.ENVIRONMENT_PREFIX
        + path.replace(".", "__").replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Test
  void metricsOfRulesAndDashboardAreOurs() throws IOException {
    Set<String> known = new TreeSet<>();
    for (OwnMeter meter : OwnMeter.values()) {
      known.add(meter.exposedAs());
    }
    for (OwnSensor sensor : OwnSensor.values()) {
      known.add(sensor.exposedAs());
    }
    Pattern metric =
        Pattern.compile("\\b(aiops_[a-z_]+_total|kafka_stream_(detect|content)_[a-z_]+_total)");
    Set<String> names = new TreeSet<>();
    for (String file : List.of("prometheus/rules.yml", "grafana/dashboards/aiops.json")) {
      Matcher matcher = metric.matcher(Files.readString(Samples.FOLDER.resolve(file)));
      while (matcher.find()) {
        names.add(matcher.group());
      }
    }
    assertThat(names).hasSizeGreaterThan(4);
    assertThat(known).containsAll(names);
  }

  @Test
  void prometheusKeepsEveryMetricOfOurs() throws IOException {
    Object jobs =
        Samples.value(
            Samples.documents(Samples.FOLDER.resolve("prometheus/prometheus.yml")).get(0),
            "scrape_configs");
    List<Pattern> kept = new ArrayList<>();
    for (Object job : (List<?>) jobs) {
      for (Object rule :
          (List<?>) Samples.map(job).getOrDefault("metric_relabel_configs", List.of())) {
        if (Samples.value(Samples.map(rule), "action").equals("keep")) {
          kept.add(Pattern.compile(Samples.value(Samples.map(rule), "regex").toString()));
        }
      }
    }
    assertThat(kept).isNotEmpty();
    for (Pattern pattern : kept) {
      for (OwnMeter meter : OwnMeter.values()) {
        assertThat(meter.exposedAs()).matches(pattern);
      }
      for (OwnSensor sensor : OwnSensor.values()) {
        assertThat(sensor.exposedAs()).matches(pattern);
      }
    }
  }

  @Test
  void dashboardAsksTheProvisionedSource() throws IOException {
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(Samples.FOLDER.resolve("grafana/dashboards/aiops.json").toFile());
    Map<String, Object> provisioning =
        Samples.documents(
                Samples.FOLDER.resolve("grafana/provisioning/datasources/prometheus.yaml"))
            .get(0);
    List<?> sources = (List<?>) Samples.value(provisioning, "datasources");
    Object uid = Samples.value(Samples.map(sources.get(0)), "uid");
    assertThat(dashboard.path("panels")).isNotEmpty();
    for (JsonNode source : dashboard.findValues("datasource")) {
      assertThat(source.path("uid").asText()).isEqualTo(uid);
    }
    Set<Integer> ids = new TreeSet<>();
    dashboard.path("panels").forEach(panel -> ids.add(panel.path("id").asInt()));
    assertThat(ids).as("ids of panels").hasSameSizeAs(dashboard.path("panels"));
  }

  @Test
  void prometheusAcceptsItsConfiguration() throws Exception {
    run("promtool", "check", "config", "--syntax-only", "prometheus/prometheus.yml");
    run("promtool", "check", "rules", "prometheus/rules.yml");
  }

  @Test
  void alertmanagerAcceptsItsConfiguration() throws Exception {
    run("amtool", "check-config", "alertmanager/alertmanager.yml");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Samples.onPath(command[0]), command[0] + " is not installed, so nothing was checked");
    Process process =
        new ProcessBuilder(command)
            .directory(Samples.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static Map<String, Object> compose() throws IOException {
    return Samples.documents(Samples.FOLDER.resolve("compose.yaml")).get(0);
  }

  private static Set<String> serviceIds() {
    List<String> ids = new ArrayList<>();
    for (Services service : Services.values()) {
      ids.add(service.id());
    }
    return new TreeSet<>(ids);
  }
}
