package io.aicloudops.connect.otlp.spans;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects calls into one batch for each entity, member and interval. */
final class CallBatches {

  private record Key(EntityId entity, String member, long end) {}

  private record Kind(CallSide side, String name) {}

  private static final class Collected {
    private final Map<Kind, CallGroup> groups = new LinkedHashMap<>();
    private long id;
  }

  private final long intervalMs;
  private final Map<Key, Collected> batches = new LinkedHashMap<>();

  CallBatches(long intervalMs) {
    this.intervalMs = intervalMs;
  }

  void call(
      Span.Id id,
      Subject subject,
      long endUs,
      CallSide side,
      String name,
      long durationUs,
      boolean failed) {
    CallGroup group = group(id, subject, endUs, side, name, 1);
    (failed ? group.getFailures() : group.getDurations()).add(durationUs);
  }

  void gap(Span.Id id, Subject subject, long endUs, String name, long gapUs) {
    group(id, subject, endUs, CallSide.MADE, name, 2).getGaps().add(gapUs);
  }

  private CallGroup group(
      Span.Id id, Subject subject, long endUs, CallSide side, String name, int salt) {
    long end = (Math.floorDiv(endUs, 1000 * intervalMs) + 1) * intervalMs;
    Collected batch =
        batches.computeIfAbsent(
            new Key(subject.entity(), subject.member(), end), key -> new Collected());
    // A sum, so that it does not depend on the order in which the sides came.
    batch.id += mixed(31 * (31 * (id.traceHigh() + salt) + id.traceLow()) + id.span());
    return batch.groups.computeIfAbsent(
        new Kind(side, name),
        kind -> new CallGroup(side, name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }

  /** The finaliser of MurmurHash3 (Appleby 2011). */
  private static long mixed(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  List<CallBatch> inOrder() {
    List<CallBatch> all = new ArrayList<>();
    batches.forEach(
        (key, batch) ->
            all.add(
                new CallBatch(
                    key.entity.toString(),
                    key.member,
                    Instant.ofEpochMilli(key.end),
                    intervalMs,
                    Long.toHexString(batch.id),
                    new ArrayList<>(batch.groups.values()))));
    all.sort(Comparator.comparing(CallBatch::getTime));
    return all;
  }
}
