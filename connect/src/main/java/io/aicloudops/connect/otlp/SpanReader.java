package io.aicloudops.connect.otlp;

import com.google.protobuf.ByteString;
import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.otlp.spans.CallSorter;
import io.aicloudops.connect.otlp.spans.Span;
import io.aicloudops.schemas.event.CallSide;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the spans of a request that are sides of calls; work inside a service is left out. */
final class SpanReader {

  private final Resources resources;
  private final CallSorter into;
  private final Refusals refusals;
  private int spans;

  SpanReader(Resources resources, CallSorter into, Refusals refusals) {
    this.resources = resources;
    this.into = into;
    this.refusals = refusals;
  }

  void read(ExportTraceServiceRequest request) {
    for (ResourceSpans of : request.getResourceSpansList()) {
      Optional<Subject> subject =
          resources.subject(Attributes.of(of.getResource().getAttributesList()));
      if (subject.isEmpty()) {
        int lost = of.getScopeSpansList().stream().mapToInt(ScopeSpans::getSpansCount).sum();
        refusals.add(lost, Resources.MISSING);
        continue;
      }
      for (ScopeSpans scope : of.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> span(subject.get(), span));
      }
    }
  }

  private void span(Subject subject, io.opentelemetry.proto.trace.v1.Span span) {
    if (span.getTraceId().size() != 16 || span.getSpanId().size() != 8) {
      refusals.add(1, "a span's ids have not 16 and 8 bytes: " + span.getName());
      return;
    }
    if (!refusals.inTime(span.getEndTimeUnixNano() / 1_000_000, "the span " + span.getName())) {
      return;
    }
    spans++;
    CallSide side =
        switch (span.getKind()) {
          case SPAN_KIND_SERVER, SPAN_KIND_CONSUMER -> CallSide.ANSWERED;
          case SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER -> CallSide.MADE;
          default -> CallSide.UNKNOWN;
        };
    if (side == CallSide.UNKNOWN) {
      return;
    }
    Attributes attributes = Attributes.of(span.getAttributesList());
    ByteBuffer trace = span.getTraceId().asReadOnlyByteBuffer();
    SpanKind kind = span.getKind();
    into.add(
        new Span(
            new Span.Id(trace.getLong(), trace.getLong(), number(span.getSpanId())),
            number(span.getParentSpanId()),
            subject,
            side,
            kind == SpanKind.SPAN_KIND_SERVER || kind == SpanKind.SPAN_KIND_CLIENT,
            operation(span, attributes),
            attributes.first("peer.service", "server.address", "net.peer.name"),
            attributes.first(
                "messaging.destination.name",
                "db.system.name",
                "db.system",
                "messaging.system",
                "rpc.service"),
            span.getStartTimeUnixNano() / 1000,
            span.getEndTimeUnixNano() / 1000,
            failed(span, attributes)));
  }

  private static long number(ByteString id) {
    return id.size() == 8 ? id.asReadOnlyByteBuffer().getLong() : 0;
  }

  private static String operation(
      io.opentelemetry.proto.trace.v1.Span span, Attributes attributes) {
    String route = attributes.first("http.route", "rpc.method");
    return route.isEmpty() ? span.getName() : route;
  }

  /** A client's mistake (4xx) is no failure of the one who was called. */
  private static boolean failed(io.opentelemetry.proto.trace.v1.Span span, Attributes attributes) {
    int status = attributes.number("http.response.status_code", "http.status_code");
    if (status >= 400 && status < 500) {
      return false;
    }
    return status >= 500 || span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
  }

  /** How many spans were read, calls or not. */
  int spans() {
    return spans;
  }
}
