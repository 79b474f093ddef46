package io.aicloudops.connect.otlp;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.ingest.Intake;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.otlp.lines.LineSorter;
import io.aicloudops.connect.otlp.spans.CallSorter;
import io.aicloudops.connect.otlp.spans.SpanPairs;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.runtime.redact.Redactor;
import io.aicloudops.schemas.topics.Topics;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code POST /v1/traces} and {@code POST /v1/logs}: answers 200 when the log has what became of
 * them, and says how many were refused and why. What no retry can mend is answered by a 4xx; 503
 * makes senders try again.
 */
public final class OtlpReceiver implements HttpModule {

  /** The source of dead letters. */
  static final String SOURCE = "otlp";

  private final OtlpSettings settings;
  private final Workloads workloads;
  private final CallGraph calls;
  private final EventLog log;
  private final Clock clock;
  private final SpanPairs pairs;
  private final Redactor redactor = new Redactor(false);
  private final Counter spans;
  private final Counter lines;
  private final Counter duplicates;
  private final Counter refused;
  private final Intake intake;

  /**
   * A receiver that writes to the log.
   *
   * @param calls learns who calls whom from spans
   */
  public OtlpReceiver(
      OtlpSettings settings,
      Workloads workloads,
      CallGraph calls,
      EventLog log,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.workloads = workloads;
    this.calls = calls;
    this.log = log;
    this.clock = clock;
    this.pairs = new SpanPairs(settings.maxSpans());
    this.spans = OwnMeter.SPANS.counter(meters);
    this.lines = OwnMeter.LINES.counter(meters);
    this.duplicates = OwnMeter.SPANS_REPEATED.counter(meters);
    this.refused = OwnMeter.OTLP_REFUSED.counter(meters);
    this.intake =
        new Intake(
            SOURCE,
            log,
            OwnMeter.OTLP_REJECTED.counter(meters),
            settings.maxBody(),
            "connect.otlp.max-body");
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post("/v1/traces", this::traces, Role.INGEST);
    config.routes.post("/v1/logs", this::logs, Role.INGEST);
  }

  private void traces(Context context) {
    Instant now = clock.instant();
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    boolean json = read(context, true, now, body -> body.into(request));
    Refusals refusals = refusals(now);
    CallSorter sorter = new CallSorter(pairs, workloads, calls, settings.interval().toMillis());
    SpanReader reader = new SpanReader(new Resources(workloads), sorter, refusals);
    reader.read(request.build());
    List<Supplier<CompletableFuture<Void>>> sends = new ArrayList<>();
    sorter
        .batches()
        .forEach(
            batch ->
                sends.add(() -> log.send(Topics.CALLS, batch.getEntity(), batch, batch.getTime())));
    try {
      deliver(sends, refusals, now);
    } catch (LogUnavailableException e) {
      sorter.undo(); // the sender will send the same spans again
      throw e;
    }
    spans.increment(reader.spans());
    duplicates.increment(sorter.duplicates());
    ExportTraceServiceResponse.Builder answer = ExportTraceServiceResponse.newBuilder();
    if (refusals.count() > 0) {
      answer.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(refusals.count())
              .setErrorMessage(refusals.message()));
    }
    OtlpBody.answer(context, answer.build(), json);
  }

  private void logs(Context context) {
    Instant now = clock.instant();
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    boolean json = read(context, false, now, body -> body.into(request));
    Refusals refusals = refusals(now);
    LineSorter sorter = new LineSorter(settings.interval().toMillis());
    LineReader reader =
        new LineReader(new Resources(workloads), redactor, settings.maxLine(), sorter, refusals);
    reader.read(request.build(), now.toEpochMilli());
    List<Supplier<CompletableFuture<Void>>> sends = new ArrayList<>();
    sorter.batches().stream()
        .forEach(
            batch ->
                sends.add(() -> log.send(Topics.LOGS, batch.getEntity(), batch, batch.getTime())));
    deliver(sends, refusals, now);
    lines.increment(reader.lines());
    ExportLogsServiceResponse.Builder answer = ExportLogsServiceResponse.newBuilder();
    if (refusals.count() > 0) {
      answer.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(refusals.count())
              .setErrorMessage(refusals.message()));
    }
    OtlpBody.answer(context, answer.build(), json);
  }

  private Refusals refusals(Instant now) {
    return new Refusals(
        now.minus(settings.maxAge()).toEpochMilli(), now.plus(settings.maxAhead()).toEpochMilli());
  }

  /**
   * Reads the body; what cannot be read becomes a dead letter. True for JSON.
   *
   * @param kept false if the body itself must not be kept: secrets in what cannot be read cannot be
   *     found
   */
  private boolean read(Context context, boolean kept, Instant now, Consumer<OtlpBody> parser) {
    OtlpBody.announcesJson(context);
    byte[] sent = intake.body(context, kept, now);
    try {
      OtlpBody body = OtlpBody.of(context, sent, settings.maxDecompressed());
      parser.accept(body);
      return body.json();
    } catch (Problem problem) {
      throw intake.refused(kept ? sent : new byte[0], problem, now);
    }
  }

  private void deliver(
      List<Supplier<CompletableFuture<Void>>> sends, Refusals refusals, Instant now) {
    if (refusals.count() > 0) {
      byte[] reasons = String.join("\n", refusals.reasons()).getBytes(StandardCharsets.UTF_8);
      String reason = refusals.count() + " spans or lines that cannot be used";
      sends.add(() -> log.deadLetter(SOURCE, reasons, reason, now));
    }
    // Without the body: secrets in it were taken out of the events only.
    intake.deliver(sends, new byte[0], now);
    refused.increment(refusals.count());
  }
}
