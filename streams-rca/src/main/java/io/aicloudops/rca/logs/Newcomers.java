package io.aicloudops.rca.logs;

import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Severity;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.identity.SeriesName;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of warnings and errors whose like the workload never logged before; once for each, open
 * until it has not been logged for a while. Supports other evidence and is no trouble of its own.
 * Says nothing before the workload is known for a while, and of very many at once, as after the
 * release of another version, the first few.
 */
final class Newcomers {

  private static final long LEARNING_MS = 900_000;
  private static final int MOST_OPEN = 5;
  private static final long QUIET_MS = 180_000;
  private static final double ERROR = 0.45;
  private static final double WARNING = 0.3;

  private static final class Open {
    final String name;
    final boolean error;
    final long since;
    long seen;
    long count;

    Open(String name, boolean error, long since) {
      this.name = name;
      this.error = error;
      this.since = since;
    }
  }

  private final Map<Integer, Open> open = new LinkedHashMap<>();
  private long began;

  /** A line came. */
  void line(
      String entity,
      TemplateMiner.Match match,
      LogSeverity severity,
      int count,
      long time,
      Consumer<Anomaly> out) {
    began = began == 0 ? time : began;
    Open known = open.get(match.template());
    if (known != null) {
      known.seen = Math.max(known.seen, time);
      known.count += count;
      return;
    }
    boolean error = LineCounts.error(severity);
    boolean bad = error || severity == LogSeverity.WARN;
    boolean learned = time - began >= LEARNING_MS;
    if (match.fresh() && bad && learned && open.size() < MOST_OPEN) {
      Open made = new Open(match.name(), error, time);
      made.seen = time;
      made.count = count;
      open.put(match.template(), made);
      out.accept(tell(entity, made, time, AnomalyStatus.OPEN));
    }
  }

  /** Time passes: ends those that were not logged for a while. */
  void end(String entity, long time, Consumer<Anomaly> out) {
    Iterator<Open> all = open.values().iterator();
    while (all.hasNext()) {
      Open one = all.next();
      if (time - one.seen >= QUIET_MS) {
        all.remove();
        out.accept(tell(entity, one, time, AnomalyStatus.CLOSED));
      }
    }
  }

  boolean none() {
    return open.isEmpty();
  }

  private static Anomaly tell(String entity, Open one, long time, AnomalyStatus status) {
    String signal = SeriesName.of("log_template:new", Map.of("template", one.name)).text();
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(Episode.id(entity, signal, one.since))
            .setEntity(entity)
            .setSignal(signal)
            .setRole(SignalRole.ERRORS)
            .setStatus(status)
            .setKind(AnomalyKind.SPIKE)
            .setDirection(Direction.UP)
            .setScore(one.error ? ERROR : WARNING)
            .setSince(Instant.ofEpochMilli(one.since))
            .setTime(Instant.ofEpochMilli(time))
            .setValue((double) one.count)
            .setExpected(0)
            .setLower(0)
            .setUpper(0));
  }

  void write(Packer out) {
    out.l(began);
    out.i(open.size());
    open.forEach(
        (template, one) -> {
          out.i(template);
          out.text(one.name);
          out.z(one.error);
          out.l(one.since);
          out.l(one.seen);
          out.l(one.count);
        });
  }

  void read(Unpacker in) {
    began = in.l();
    for (int n = in.i(); n > 0; n--) {
      int template = in.i();
      Open one = new Open(in.text(), in.z(), in.l());
      one.seen = in.l();
      one.count = in.l();
      open.put(template, one);
    }
  }
}
