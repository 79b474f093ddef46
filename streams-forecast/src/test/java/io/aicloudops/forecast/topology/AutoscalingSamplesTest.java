package io.aicloudops.forecast.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.aicloudops.forecast.workload.FakeWorkload;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.schemas.event.Scaling;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The samples in compose/autoscaling parse and name metrics and labels that are really shown. */
class AutoscalingSamplesTest {

  private static final Path FOLDER = Path.of("../compose/autoscaling");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private String shown() {
    new RecommendationGauges(meters)
        .show(
            FakeWorkload.ENTITY,
            new Output.Advised(
                Scaling.newBuilder()
                    .setEntity(FakeWorkload.ENTITY)
                    .setTime(Instant.EPOCH)
                    .setCurrent(2)
                    .setRecommended(3)
                    .setLow(1)
                    .setHigh(4)
                    .setLoad(1)
                    .setExpectedLoad(1)
                    .setUpperLoad(1)
                    .setCapacityPerInstance(1)
                    .setLeadMs(1)
                    .setValidUntil(Instant.EPOCH)
                    .setReason("")
                    .setResources(List.of())
                    .build()));
    return meters.scrape();
  }

  private static JsonNode yaml(String file) throws IOException {
    JsonNode node = new YAMLMapper().readTree(Files.readString(FOLDER.resolve(file)));
    assertThat(node.isObject()).as(file).isTrue();
    return node;
  }

  private void names(String query) {
    String shown = shown();
    Matcher metric = Pattern.compile("(aiops_\\w+)\\{").matcher(query);
    assertThat(metric.find()).as(query).isTrue();
    assertThat(shown).contains("# TYPE " + metric.group(1) + " gauge");
    Matcher label = Pattern.compile("(\\w+)!?=\"").matcher(query);
    TreeSet<String> labels = new TreeSet<>();
    while (label.find()) {
      labels.add(label.group(1));
    }
    assertThat(labels).isNotEmpty().allMatch(name -> shown.contains(name + "=\""));
    assertThat(query).contains("bound=\"advised\"");
  }

  @Test
  void kedaAsksForAMetricThatIsThere() throws IOException {
    JsonNode spec = yaml("keda.yaml").path("spec");
    JsonNode trigger = spec.path("triggers").path(0);
    assertThat(trigger.path("type").asText()).isEqualTo("prometheus");
    assertThat(trigger.path("metadata").path("threshold").asText()).isEqualTo("1");
    assertThat(spec.path("fallback").path("replicas").asInt()).isPositive();
    names(trigger.path("metadata").path("query").asText());
  }

  @Test
  void theAdapterServesWhatTheAutoscalerAsksFor() throws IOException {
    JsonNode rule = yaml("prometheus-adapter.yaml").path("rules").path("external").path(0);
    JsonNode metric =
        yaml("hpa.yaml").path("spec").path("metrics").path(0).path("external").path("metric");
    assertThat(rule.path("name").path("as").asText()).isEqualTo(metric.path("name").asText());
    names(rule.path("seriesQuery").asText());
    String shown = shown();
    metric
        .path("selector")
        .path("matchLabels")
        .fieldNames()
        .forEachRemaining(label -> assertThat(shown).contains(label + "=\""));
  }

  @Test
  void theDescriptionNamesEveryMetric() throws IOException {
    String readme = Files.readString(FOLDER.resolve("README.md"));
    for (OwnMeter meter :
        List.of(
            OwnMeter.INSTANCES,
            OwnMeter.RATIO,
            OwnMeter.LOAD,
            OwnMeter.DAYS_TO_FULL,
            OwnMeter.REQUEST,
            OwnMeter.LIMIT)) {
      assertThat(readme).contains("`" + meter.exposedAs() + "`");
    }
  }
}
