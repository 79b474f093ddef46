package io.aicloudops.connect.otlp.spans;

import io.aicloudops.connect.identity.Call;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Host;
import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.otlp.spans.SpanPairs.Answered;
import io.aicloudops.connect.otlp.spans.SpanPairs.Made;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.identity.EntityId;
import java.util.List;
import java.util.Optional;

/**
 * Sorts a request's spans into batches of calls, and learns who calls whom. Used for one request by
 * one thread.
 */
public final class CallSorter {

  private static final int LONGEST_NAME = 80;

  private final SpanPairs pairs;
  private final Workloads workloads;
  private final CallGraph calls;
  private final CallBatches batches;
  private final SpanPairs.Changes changes = new SpanPairs.Changes();
  private int duplicates;

  /**
   * Nothing sorted yet.
   *
   * @param calls learns who calls whom
   * @param intervalMs calls that end in the same interval are one batch
   */
  public CallSorter(SpanPairs pairs, Workloads workloads, CallGraph calls, long intervalMs) {
    this.pairs = pairs;
    this.workloads = workloads;
    this.calls = calls;
    this.batches = new CallBatches(intervalMs);
  }

  /** Takes a span; one that was taken before counts nothing. */
  public void add(Span span) {
    if (!pairs.first(span.id(), changes)) {
      duplicates++;
    } else if (span.side() == CallSide.ANSWERED) {
      answered(span);
    } else {
      made(span);
    }
  }

  private void answered(Span span) {
    batches.call(
        span.id(),
        span.subject(),
        span.endUs(),
        CallSide.ANSWERED,
        bounded(span.name()),
        span.durationUs(),
        span.failed());
    if (!span.waits() || span.parent() == 0) {
      return;
    }
    EntityId callee = span.subject().entity();
    Span.Id caller = span.id().sibling(span.parent());
    pairs
        .keep(caller, new Answered(callee, span.durationUs()), changes)
        .ifPresent(made -> met(caller, made, new Answered(callee, span.durationUs())));
  }

  /** The callee's side came after the caller's. */
  private void met(Span.Id id, Made made, Answered answered) {
    String name = made.countedAs();
    if (name.isEmpty()) {
      name = nameFor(made.subject(), answered.entity());
      batches.call(
          id, made.subject(), made.endUs(), CallSide.MADE, name, made.durationUs(), made.failed());
    }
    both(id, made, name, answered);
  }

  private void both(Span.Id id, Made made, String name, Answered answered) {
    long gap = Math.max(0, made.durationUs() - answered.durationUs());
    batches.gap(id, made.subject(), made.endUs(), name, gap);
    calls.seen(new Call(made.subject().entity(), answered.entity()), made.endUs() / 1000);
  }

  private void made(Span span) {
    Optional<Answered> answered = span.waits() ? pairs.answeredTo(span.id()) : Optional.empty();
    String name =
        answered.map(a -> nameFor(span.subject(), a.entity())).orElseGet(() -> peer(span));
    Made made =
        new Made(span.subject(), span.name(), span.endUs(), span.durationUs(), span.failed(), name);
    if (!name.isEmpty()) {
      batches.call(
          span.id(),
          span.subject(),
          span.endUs(),
          CallSide.MADE,
          name,
          span.durationUs(),
          span.failed());
    }
    if (answered.isPresent()) {
      both(span.id(), made, name, answered.get());
    } else if (span.waits()) {
      pairs.keep(span.id(), made, changes);
    }
  }

  /** Who was called, as the caller says. */
  private String peer(Span span) {
    EntityId caller = span.subject().entity();
    Optional<Host> host = Host.read(caller.namespace(), span.peer());
    if (host.isPresent()) {
      EntityId service =
          new EntityId(caller.cluster(), host.get().namespace(), "Service", host.get().name());
      calls.seen(new Call(caller, service), span.endUs() / 1000);
      return nameFor(
          span.subject(),
          workloads.byName(caller.cluster(), host.get().namespace(), host.get().name()));
    }
    String outside = Host.bare(span.peer());
    return bounded(outside.isEmpty() ? span.system() : outside);
  }

  private static String nameFor(Subject caller, EntityId callee) {
    boolean near = callee.namespace().equals(caller.entity().namespace()) || callee.clusterScoped();
    return bounded(near ? callee.name() : callee.name() + "." + callee.namespace());
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
  }

  /** The batches, those of an earlier time first. */
  public List<CallBatch> batches() {
    return batches.inOrder();
  }

  /** How many spans had been taken before. */
  public int duplicates() {
    return duplicates;
  }

  /** The log did not take it: the sender will send the same again. */
  public void undo() {
    pairs.undo(changes);
  }
}
