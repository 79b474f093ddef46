package io.aicloudops.connect.remotewrite;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.ingest.Bodies;
import io.aicloudops.connect.ingest.Intake;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/metrics/write}: answers 204 when the log has all samples. What no retry can
 * mend is answered by a 4xx, on which senders give up; 503 makes them try again. Exemplars are
 * accepted and dropped: nothing here reads them.
 */
public final class RemoteWriteReceiver implements HttpModule {

  /** The batches' source, and that of dead letters. */
  static final String SOURCE = "remote-write";

  private static final String VERSION_ONE = "prometheus.WriteRequest";
  private static final String VERSION_TWO = "io.prometheus.write.v2.Request";

  private final RemoteWriteSettings settings;
  private final Subjects subjects;
  private final CallGraph calls;
  private final EventLog log;
  private final Clock clock;
  private final FamilyTypes types = new FamilyTypes();
  private final Counter samples;
  private final Counter outOfTime;
  private final Intake intake;

  /**
   * A receiver that writes to the log.
   *
   * @param calls learns who calls whom from the series
   */
  public RemoteWriteReceiver(
      RemoteWriteSettings settings,
      Subjects subjects,
      CallGraph calls,
      EventLog log,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.subjects = subjects;
    this.calls = calls;
    this.log = log;
    this.clock = clock;
    this.samples = OwnMeter.WRITTEN_SAMPLES.counter(meters);
    this.outOfTime = OwnMeter.WRITTEN_OUT_OF_TIME.counter(meters);
    this.intake =
        new Intake(
            SOURCE,
            log,
            OwnMeter.WRITES_REJECTED.counter(meters),
            settings.maxBody(),
            "connect.remote-write.max-body");
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post("/api/v1/metrics/write", this::receive, Role.INGEST);
  }

  private void receive(Context context) {
    boolean two = checkHeaders(context);
    Instant now = clock.instant();
    byte[] body = intake.body(context, true, now);
    SampleSorter sorter =
        new SampleSorter(subjects, calls, types, now.plus(settings.maxAhead()).toEpochMilli());
    try {
      byte[] message = SnappyBody.uncompress(body, settings.maxDecompressed());
      sorter.sort(parse(message, two));
    } catch (Problem problem) {
      throw intake.refused(body, problem, now);
    }
    deliver(sorter, body, now);
    if (two) {
      context.header("X-Prometheus-Remote-Write-Samples-Written", "" + sorter.samples());
      context.header("X-Prometheus-Remote-Write-Histograms-Written", "" + sorter.histograms());
      context.header("X-Prometheus-Remote-Write-Exemplars-Written", "" + sorter.exemplars());
    }
    refusePart(sorter);
    context.status(204);
  }

  /**
   * Both versions of the protocol want a 4xx if anything was left out, though the rest was taken; a
   * 2xx would say that all of it was written.
   */
  private static void refusePart(SampleSorter sorter) {
    if (!sorter.badSeries().isEmpty()) {
      throw Problem.badField("timeseries", sorter.badSeries().get(0));
    }
    if (sorter.outOfTime() > 0) {
      throw Problem.badField(
          "timeseries",
          sorter.outOfTime()
              + " samples have an impossible time, the first is "
              + sorter.badTimes().get(0)
              + "; the others were taken");
    }
  }

  private void deliver(SampleSorter sorter, byte[] body, Instant now) {
    List<Supplier<CompletableFuture<Void>>> sends = new ArrayList<>();
    for (MetricBatch batch : sorter.batches()) {
      sends.add(() -> log.send(Topics.METRICS, batch.getEntity(), batch, batch.getTime()));
    }
    if (sorter.outOfTime() > 0) {
      String reason = sorter.outOfTime() + " samples of an impossible time";
      sends.add(() -> log.deadLetter(SOURCE, lines(sorter.badTimes()), reason, now));
    }
    if (!sorter.badSeries().isEmpty()) {
      String reason = "series that are none";
      sends.add(() -> log.deadLetter(SOURCE, lines(sorter.badSeries()), reason, now));
    }
    intake.deliver(sends, body, now);
    samples.increment(sorter.samples());
    outOfTime.increment(sorter.outOfTime());
  }

  private static byte[] lines(List<String> lines) {
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static WriteRequest parse(byte[] message, boolean two) {
    try {
      return two ? VersionTwo.read(message) : VersionOne.read(message);
    } catch (IOException e) {
      throw Problem.badRequest(
          "the body is not the message "
              + (two ? VERSION_TWO : VERSION_ONE)
              + ": "
              + e.getMessage());
    }
  }

  /** True for version 2.0. */
  private static boolean checkHeaders(Context context) {
    if (!Bodies.mediaType(context).equals("application/x-protobuf")) {
      throw Problem.unsupportedMedia("send application/x-protobuf");
    }
    String encoding = Objects.requireNonNullElse(context.header("Content-Encoding"), "");
    if (!encoding.toLowerCase(Locale.ROOT).equals("snappy")) {
      throw Problem.unsupportedMedia("send Content-Encoding: snappy, the block format");
    }
    String message = Bodies.mediaParameter(context, "proto");
    String version =
        Objects.requireNonNullElse(context.header("X-Prometheus-Remote-Write-Version"), "");
    boolean known = message.isEmpty() || List.of(VERSION_ONE, VERSION_TWO).contains(message);
    if (!known || !(version.isEmpty() || version.matches("[012]\\..*"))) {
      throw Problem.unsupportedMedia(
          "remote write 1.0 (" + VERSION_ONE + ") and 2.0 (" + VERSION_TWO + ") are understood");
    }
    return message.equals(VERSION_TWO);
  }
}
