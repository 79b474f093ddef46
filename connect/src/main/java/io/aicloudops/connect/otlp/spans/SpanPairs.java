package io.aicloudops.connect.otlp.spans;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of the last moments, so that the two sides of a call find each other in whatever order
 * they come, and a span that comes twice counts once. Bounded: the oldest are forgotten. Safe for
 * use by several threads.
 */
public final class SpanPairs {

  /**
   * The caller's side.
   *
   * @param countedAs the callee's name under which it was counted; empty if that waits for the
   *     callee's side
   */
  record Made(
      Subject subject,
      String name,
      long endUs,
      long durationUs,
      boolean failed,
      String countedAs) {}

  /** The callee's side. */
  record Answered(EntityId entity, long durationUs) {}

  /** What is kept under one key; a call's sides meet under the id of the caller's span. */
  private static final class Meeting {
    private @Nullable Made made;
    private @Nullable Answered answered;
  }

  /** What one request did here, so that it can be undone if the log does not take it. */
  static final class Changes {
    private final List<Runnable> undo = new ArrayList<>();
  }

  private final Map<Span.Id, Boolean> heard;
  private final Map<Span.Id, Meeting> meetings;

  /**
   * Nothing heard yet.
   *
   * @param most spans that are remembered
   */
  public SpanPairs(int most) {
    heard = bounded(most);
    meetings = bounded(most);
  }

  private static <V> Map<Span.Id, V> bounded(int most) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Span.Id, V> eldest) {
        return size() > most;
      }
    };
  }

  /** False if this span was heard before. */
  synchronized boolean first(Span.Id id, Changes changes) {
    boolean first = heard.put(id, true) == null;
    if (first) {
      changes.undo.add(() -> heard.remove(id));
    }
    return first;
  }

  /** The callee's side of this call, if it has come already. */
  synchronized Optional<Answered> answeredTo(Span.Id made) {
    Meeting meeting = meetings.get(made);
    return meeting == null ? Optional.empty() : Optional.ofNullable(meeting.answered);
  }

  /** Keeps the caller's side for the callee's to come. */
  synchronized void keep(Span.Id id, Made made, Changes changes) {
    Meeting meeting = meetings.computeIfAbsent(id, i -> new Meeting());
    meeting.made = made;
    changes.undo.add(() -> meeting.made = null);
  }

  /**
   * Keeps the callee's side; gives the caller's if that has come. Of several answers to one call
   * the first counts.
   */
  synchronized Optional<Made> keep(Span.Id caller, Answered answered, Changes changes) {
    Meeting meeting = meetings.computeIfAbsent(caller, i -> new Meeting());
    if (meeting.answered != null) {
      return Optional.empty();
    }
    meeting.answered = answered;
    changes.undo.add(() -> meeting.answered = null);
    return Optional.ofNullable(meeting.made);
  }

  /** Forgets what a request changed. */
  synchronized void undo(Changes changes) {
    changes.undo.forEach(Runnable::run);
  }
}
