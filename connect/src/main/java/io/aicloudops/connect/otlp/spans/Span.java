package io.aicloudops.connect.otlp.spans;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.event.CallSide;

/**
 * A span that is one side of a call.
 *
 * @param subject who answered or made it
 * @param parent id of the parent span within the trace; 0 if there is none
 * @param waits true if the caller waits for the callee, false for messages
 * @param name the operation
 * @param peer MADE: the host or service it was made to, as the span says; empty if it does not
 * @param system MADE: what is spoken to, where no host is named: postgresql, a topic; may be empty
 * @param endUs in microseconds since the epoch
 */
public record Span(
    Id id,
    long parent,
    Subject subject,
    CallSide side,
    boolean waits,
    String name,
    String peer,
    String system,
    long startUs,
    long endUs,
    boolean failed) {

  /** A span's id: the two halves of the trace's, and its own within the trace. */
  public record Id(long traceHigh, long traceLow, long span) {
    Id sibling(long other) {
      return new Id(traceHigh, traceLow, other);
    }
  }

  /** In microseconds; a clock that was set back gives 0. */
  long durationUs() {
    return Math.max(0, endUs - startUs);
  }
}
