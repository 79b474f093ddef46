package io.aicloudops.connect.otlp;

import static io.aicloudops.connect.otlp.Otlp.gzip;
import static io.aicloudops.connect.otlp.Otlp.line;
import static io.aicloudops.connect.otlp.Otlp.logs;
import static io.aicloudops.connect.otlp.Otlp.pod;
import static io.aicloudops.connect.otlp.Otlp.resource;
import static io.aicloudops.connect.otlp.Otlp.span;
import static io.aicloudops.connect.otlp.Otlp.spans;
import static io.aicloudops.connect.otlp.Otlp.traces;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.HttpRig;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpReceiverTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:05Z");
  private static final long T = NOW.toEpochMilli();
  private static final String TRACES = "/v1/traces";
  private static final String LOGS = "/v1/logs";
  private static final String[] PROTOBUF = {"Content-Type", "application/x-protobuf"};
  private static final String[] JSON = {"Content-Type", "application/json; charset=utf-8"};
  private static final String[] GZIP = {
    "Content-Type", "application/x-protobuf", "Content-Encoding", "gzip"
  };

  private final RecordingLog log = new RecordingLog();
  private final Workloads workloads = new Workloads("test");
  private final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1), 1000);
  private final HttpRig rig =
      new HttpRig(
          meters ->
              new OtlpReceiver(
                  new OtlpSettings(
                      true,
                      100_000,
                      300_000,
                      Duration.ofSeconds(10),
                      Duration.ofMinutes(10),
                      Duration.ofHours(1),
                      10_000,
                      60),
                  workloads,
                  calls,
                  log,
                  meters,
                  Clock.fixed(NOW, ZoneOffset.UTC)));

  @AfterEach
  void stop() {
    rig.close();
  }

  private static ExportTraceServiceRequest oneCall() {
    return traces(
        spans(pod("cart"), span(SPAN_KIND_CLIENT, 1, 5, 0, T, 30)),
        spans(pod("stock"), span(SPAN_KIND_SERVER, 1, 6, 5, T, 20)));
  }

  private Stream<CallGroup> groups() {
    return log.of(Topics.CALLS).stream().flatMap(batch -> batch.getGroups().stream());
  }

  private List<String> edges() {
    List<String> edges = new ArrayList<>();
    calls.forEach((from, to) -> to.forEach(t -> edges.add(from + " > " + t)));
    return edges;
  }

  @Test
  void makesCallsOfSpansAndAnswersWhenTheLogHasThem() throws IOException {
    HttpResponse<String> answer = rig.post(TRACES, oneCall().toByteArray(), PROTOBUF);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-protobuf");
    assertThat(ExportTraceServiceResponse.parseFrom(answer.body().getBytes(ISO_8859_1)))
        .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    assertThat(log.of(Topics.CALLS).stream().map(CallBatch::getEntity))
        .containsExactlyInAnyOrder("test/shop/Deployment/stock", "test/shop/Deployment/cart");
    assertThat(groups().filter(g -> g.getName().equals("stock")))
        .singleElement()
        .satisfies(
            made -> {
              assertThat(made.getDurations()).containsExactly(30_000L);
              assertThat(made.getGaps()).containsExactly(10_000L);
            });
    assertThat(edges()).containsExactly("test/shop/Deployment/cart > test/shop/Deployment/stock");
  }

  @Test
  void readsJsonAndGzip() {
    String json =
        """
        {"resourceSpans":[{"resource":{"attributes":[
           {"key":"service.name","value":{"stringValue":"stock"}},
           {"key":"k8s.namespace.name","value":{"stringValue":"shop"}},
           {"key":"new","value":{"unheardOf":1}}]},
          "scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
             "parentSpanId":"eee19b7ec3c1b173","name":"GET /x","kind":2,"startTimeUnixNano":"%d","endTimeUnixNano":"%d",
             "status":{"code":2},"attributes":[{"key":"http.route","value":{"stringValue":"/items/{id}"}}]}]}]}]}
        """
            .formatted((T - 3) * 1_000_000, T * 1_000_000);

    HttpResponse<String> answer = rig.post(TRACES, json.getBytes(UTF_8), JSON);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.getName()).isEqualTo("/items/{id}");
              assertThat(group.getFailures()).containsExactly(3000L);
            });
    assertThat(log.of(Topics.CALLS).get(0).getEntity()).isEqualTo("test/shop/Service/stock");

    assertThat(rig.post(TRACES, gzip(oneCall().toByteArray()), GZIP).statusCode()).isEqualTo(200);
    assertThat(log.of(Topics.CALLS)).hasSize(3);
  }

  @Test
  void aClientsMistakeIsNoFailureAndWorkInsideIsNoCall() {
    rig.post(
        TRACES,
        traces(
                spans(
                    pod("stock"),
                    span(SPAN_KIND_SERVER, 1, 1, 0, T, 1)
                        .setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR))
                        .addAllAttributes(Otlp.attributes("http.response.status_code", "404")),
                    span(SPAN_KIND_SERVER, 1, 2, 0, T, 1)
                        .addAllAttributes(Otlp.attributes("http.status_code", "503")),
                    span(SPAN_KIND_INTERNAL, 1, 3, 2, T, 1)))
            .toByteArray(),
        PROTOBUF);

    assertThat(groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.getDurations()).hasSize(1);
              assertThat(group.getFailures()).hasSize(1);
            });
  }

  @Test
  void saysHowManyItCannotUseAndWhy() throws IOException {
    HttpResponse<String> answer =
        rig.post(
            TRACES,
            traces(
                    spans(resource("host.name", "a"), span(SPAN_KIND_SERVER, 1, 1, 0, T, 1)),
                    spans(
                        pod("stock"),
                        span(SPAN_KIND_SERVER, 1, 2, 0, T + 7_200_000, 1),
                        span(SPAN_KIND_SERVER, 1, 3, 0, T - 7_200_000, 1),
                        span(SPAN_KIND_SERVER, 1, 4, 0, T, 1),
                        span(SPAN_KIND_SERVER, 1, 5, 0, T, 1)
                            .setSpanId(Otlp.bytes(1).substring(3))))
                .toByteArray(),
            PROTOBUF);

    var partial =
        ExportTraceServiceResponse.parseFrom(answer.body().getBytes(ISO_8859_1))
            .getPartialSuccess();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(partial.getRejectedSpans()).isEqualTo(4);
    assertThat(partial.getErrorMessage()).contains("service.name");
    assertThat(groups()).hasSize(1);
    assertThat(log.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.content()).contains("impossible time"));
  }

  @Test
  void refusesWhatNoRetryCanMend() {
    assertThat(rig.post(TRACES, new byte[0], "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(
            rig.post(
                    TRACES,
                    new byte[0],
                    "Content-Type",
                    "application/json",
                    "Content-Encoding",
                    "zstd")
                .statusCode())
        .isEqualTo(415);
    HttpResponse<String> notJson = rig.post(TRACES, "{\"resourceSpans\":3}".getBytes(UTF_8), JSON);
    assertThat(notJson.statusCode()).isEqualTo(400);
    assertThat(notJson.body()).contains("opentelemetry.proto.collector.trace.v1");
    HttpResponse<String> badId =
        rig.post(
            TRACES,
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}"
                .getBytes(UTF_8),
            JSON);
    assertThat(badId.statusCode()).isEqualTo(400);
    assertThat(badId.body()).contains("hexadecimal");
    assertThat(rig.post(TRACES, "no protobuf".getBytes(UTF_8), PROTOBUF).statusCode())
        .isEqualTo(400);
    assertThat(rig.post(TRACES, "no gzip".getBytes(UTF_8), GZIP).statusCode()).isEqualTo(400);
    assertThat(rig.post(TRACES, new byte[100_001], PROTOBUF).statusCode()).isEqualTo(413);
    assertThat(rig.post(TRACES, gzip(new byte[300_001]), GZIP).statusCode()).isEqualTo(413);
    assertThat(log.deadLetters()).hasSize(6);
    assertThat(log.of(Topics.CALLS)).isEmpty();
    assertThat(rig.post(LOGS, new byte[100_001], PROTOBUF).statusCode()).isEqualTo(413);
    assertThat(log.deadLetters().get(6).content()).as("there may be secrets in it").isEmpty();
  }

  @Test
  void acknowledgesNothingThatTheLogHasNot() {
    log.fail(new IOException("no broker"));
    HttpResponse<String> answer = rig.post(TRACES, oneCall().toByteArray(), PROTOBUF);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(
            rig.post(LOGS, logs(pod("cart"), line(T, 17, "x")).toByteArray(), PROTOBUF)
                .statusCode())
        .isEqualTo(503);

    log.recover();
    assertThat(rig.post(TRACES, oneCall().toByteArray(), PROTOBUF).statusCode()).isEqualTo(200);
    assertThat(groups().filter(g -> !g.getGaps().isEmpty())).hasSize(1);
  }

  @Test
  void remembersTheSpansThatWereTakenOfARequestWhichIsNeverTakenWhole() {
    log.fail("test/shop/Deployment/stock", new RecordTooLargeException("2 MB"));
    assertThat(rig.post(TRACES, oneCall().toByteArray(), PROTOBUF).statusCode()).isEqualTo(413);
    assertThat(rig.count("aiops.connect.otlp.rejected")).isEqualTo(1);
    log.recover();
    log.clear();
    assertThat(rig.post(TRACES, oneCall().toByteArray(), PROTOBUF).statusCode()).isEqualTo(200);
    assertThat(log.of(Topics.CALLS)).as("nothing counts twice").isEmpty();
  }

  @Test
  void countsARequestOnceThatIsSentAgainAfterTheAnswerWasLost() {
    rig.post(TRACES, oneCall().toByteArray(), PROTOBUF);
    log.clear();
    assertThat(rig.post(TRACES, oneCall().toByteArray(), PROTOBUF).statusCode()).isEqualTo(200);
    assertThat(log.of(Topics.CALLS)).isEmpty();
  }

  @Test
  void keepsTheFirstLineBoundedAndWithoutSecrets() throws IOException {
    HttpResponse<String> answer =
        rig.post(
            LOGS,
            logs(
                    pod("cart"),
                    line(T, 17, "login failed password=hunter2 for bob\n\tat Main.java:3"),
                    line(T, 9, "x".repeat(200)),
                    line(T, 0, "")
                        .addAllAttributes(
                            Otlp.attributes(
                                "exception.type", "IOException", "exception.message", "reset")),
                    line(T + 7_200_000, 9, "too early"))
                .toByteArray(),
            PROTOBUF);

    assertThat(
            ExportLogsServiceResponse.parseFrom(answer.body().getBytes(ISO_8859_1))
                .getPartialSuccess()
                .getRejectedLogRecords())
        .isEqualTo(1);
    LogBatch batch = log.of(Topics.LOGS).get(0);
    assertThat(batch.getEntity()).isEqualTo("test/shop/Deployment/cart");
    assertThat(batch.getMember()).isEqualTo("cart-5d9c7b8f6d-2bcdf");
    assertThat(batch.getLines())
        .containsExactly(
            new LogLine(LogSeverity.ERROR, "login failed password=<SECRET> for bob", 1),
            new LogLine(LogSeverity.INFO, "x".repeat(59) + "…", 1),
            new LogLine(LogSeverity.UNKNOWN, "IOException: reset", 1));
  }

  @Test
  void keepsNothingOfALogThatCannotBeRead() {
    rig.post(LOGS, "{\"resourceLogs\":3,\"a\":\"password=hunter2\"}".getBytes(UTF_8), JSON);
    assertThat(log.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.content()).isEmpty();
              assertThat(letter.reason()).doesNotContain("hunter2");
            });
  }

  @Test
  void namesResourcesAsMetricsAre() {
    workloads.pod("shop", "odd", EntityId.parse("test/shop/StatefulSet/db"));
    workloads.workload(EntityId.parse("test/shop/Deployment/web"));
    String[][] resources = {
      {"k8s.namespace.name", "shop", "k8s.pod.name", "odd", "service.name", "x"},
      {"k8s.namespace.name", "shop", "k8s.deployment.name", "cart"},
      {"k8s.namespace.name", "shop", "k8s.daemonset.name", "agent"},
      {"service.namespace", "shop", "service.name", "web"},
      {"service.name", "a/b", "k8s.cluster.name", "other"}
    };
    for (String[] resource : resources) {
      rig.post(LOGS, logs(resource(resource), line(T, 9, "x")).toByteArray(), PROTOBUF);
    }
    assertThat(log.of(Topics.LOGS).stream().map(LogBatch::getEntity))
        .containsExactly(
            "test/shop/StatefulSet/db",
            "test/shop/Deployment/cart",
            "test/shop/DaemonSet/agent",
            "test/shop/Deployment/web",
            "other/_/Service/a.b");
  }
}
