package io.aicloudops.connect.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Makes requests. */
final class Otlp {

  private Otlp() {}

  static List<KeyValue> attributes(String... pairs) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.add(
          KeyValue.newBuilder()
              .setKey(pairs[i])
              .setValue(AnyValue.newBuilder().setStringValue(pairs[i + 1]))
              .build());
    }
    return attributes;
  }

  static Resource resource(String... pairs) {
    return Resource.newBuilder().addAllAttributes(attributes(pairs)).build();
  }

  static Resource pod(String service) {
    return resource(
        "service.name",
        service,
        "k8s.namespace.name",
        "shop",
        "k8s.pod.name",
        service + "-5d9c7b8f6d-2bcdf");
  }

  static Span.Builder span(
      Span.SpanKind kind, long trace, long id, long parent, long endMs, long tookMs) {
    ByteString traceId =
        ByteString.copyFrom(ByteBuffer.allocate(16).putLong(1).putLong(trace).flip());
    return Span.newBuilder()
        .setKind(kind)
        .setName("GET")
        .setTraceId(traceId)
        .setSpanId(bytes(id))
        .setParentSpanId(parent == 0 ? ByteString.EMPTY : bytes(parent))
        .setStartTimeUnixNano((endMs - tookMs) * 1_000_000)
        .setEndTimeUnixNano(endMs * 1_000_000);
  }

  static ByteString bytes(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
  }

  static ResourceSpans spans(Resource resource, Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    Arrays.stream(spans).forEach(scope::addSpans);
    return ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope).build();
  }

  static ExportTraceServiceRequest traces(ResourceSpans... spans) {
    return ExportTraceServiceRequest.newBuilder().addAllResourceSpans(List.of(spans)).build();
  }

  static LogRecord.Builder line(long timeMs, int severity, String text) {
    return LogRecord.newBuilder()
        .setTimeUnixNano(timeMs * 1_000_000)
        .setSeverityNumberValue(severity)
        .setBody(AnyValue.newBuilder().setStringValue(text));
  }

  static ExportLogsServiceRequest logs(Resource resource, LogRecord.Builder... lines) {
    ScopeLogs.Builder scope = ScopeLogs.newBuilder();
    Arrays.stream(lines).forEach(scope::addLogRecords);
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(ResourceLogs.newBuilder().setResource(resource).addScopeLogs(scope))
        .build();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
