package io.aicloudops.connect.otlp;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.otlp.lines.LineSorter;
import io.aicloudops.connect.otlp.lines.Severities;
import io.aicloudops.runtime.redact.Redactor;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.Optional;

/** Reads the lines of a request: the first line of each text, bounded, without secrets. */
final class LineReader {

  /** A secret that a cut goes through has to be long enough on this side to be known as one. */
  private static final int LOOKED_AT = 2;

  private final Resources resources;
  private final Redactor redactor;
  private final int longest;
  private final LineSorter into;
  private final Refusals refusals;
  private int lines;

  /**
   * @param longest characters of a line that are kept
   */
  LineReader(
      Resources resources, Redactor redactor, int longest, LineSorter into, Refusals refusals) {
    this.resources = resources;
    this.redactor = redactor;
    this.longest = longest;
    this.into = into;
    this.refusals = refusals;
  }

  /** Reads the request. */
  void read(ExportLogsServiceRequest request, long nowMs) {
    for (ResourceLogs of : request.getResourceLogsList()) {
      Optional<Subject> subject =
          resources.subject(Attributes.of(of.getResource().getAttributesList()));
      if (subject.isEmpty()) {
        int lost = of.getScopeLogsList().stream().mapToInt(ScopeLogs::getLogRecordsCount).sum();
        refusals.add(lost, Resources.MISSING);
        continue;
      }
      for (ScopeLogs scope : of.getScopeLogsList()) {
        scope.getLogRecordsList().forEach(line -> line(subject.get(), line, nowMs));
      }
    }
  }

  private void line(Subject subject, LogRecord line, long nowMs) {
    long time = line.getTimeUnixNano();
    if (time == 0) {
      time = line.getObservedTimeUnixNano();
    }
    if (time == 0) {
      time = nowMs * 1_000_000;
    }
    if (!refusals.inTime(time / 1_000_000, "a line")) {
      return;
    }
    lines++;
    Attributes attributes = Attributes.of(line.getAttributesList());
    String text = text(Attributes.text(line.getBody()), attributes);
    into.add(
        subject,
        time,
        Severities.of(line.getSeverityNumberValue(), line.getSeverityText(), text),
        text);
  }

  private String text(String body, Attributes attributes) {
    String said = body.isBlank() ? attributes.first("exception.message", "event.name") : body;
    String exception = attributes.first("exception.type");
    String first = said.strip().lines().findFirst().orElse("");
    String cut = first.substring(0, Math.min(first.length(), LOOKED_AT * longest));
    String text = redactor.redact(exception.isEmpty() ? cut : exception + ": " + cut);
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  /** How many lines were read. */
  int lines() {
    return lines;
  }
}
