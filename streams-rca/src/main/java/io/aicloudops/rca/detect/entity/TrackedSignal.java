package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.rca.signals.SignalTick;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.SignalRole;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signal of a workload with its detector, its episode, and the episode of a pod that differs from
 * its peers.
 */
final class TrackedSignal {

  private final Detector detector = new Detector();
  private final Episode episode = new Episode();
  private final PeerEpisode peers = new PeerEpisode();
  private final Stillness stillness = new Stillness();
  private final Absence absence = new Absence();
  private SignalRole role = SignalRole.OTHER;
  private long lastSeen;

  boolean open() {
    return episode.open() || peers.open() || stillness.open() || absence.open();
  }

  /** True while it is anomalous in a way that may have come with more load, or less. */
  boolean trouble() {
    return episode.open() && role != SignalRole.TRAFFIC;
  }

  long lastSeen() {
    return lastSeen;
  }

  void next(
      String entity,
      SignalTick.Signal signal,
      long time,
      long intervalMs,
      boolean trouble,
      Verdict verdict,
      EntityDetection.Output out) {
    lastSeen = time;
    role = signal.role();
    detector.judge(time, signal.value(), episode.holds(role, time), verdict);
    if (trouble && role == SignalRole.TRAFFIC) {
      verdict.bearOut();
    }
    Episode.Subject subject = new Episode.Subject(entity, signal.name(), role);
    @Nullable Anomaly told =
        episode.next(subject, time, intervalMs, signal.value(), verdict, signal.member());
    explain(told);
    tell(told, out);
    tell(peers.next(subject, signal, time, intervalMs, verdict), out);
    tell(stillness.next(subject, time, signal.value(), verdict), out);
    tell(absence.here(subject, time), out);
  }

  /** Its workload reported without it. */
  void missing(String entity, String name, long time, long intervalMs, EntityDetection.Output out) {
    Episode.Subject subject = new Episode.Subject(entity, name, role);
    tell(episode.missing(subject, lastSeen, time, intervalMs), out);
    tell(peers.missing(subject, time), out);
    tell(stillness.missing(subject, time), out);
    tell(absence.missing(subject, lastSeen, time, intervalMs), out);
  }

  /** Adds who speaks for it. What closes is anomalous no more: no view does. */
  private void explain(@Nullable Anomaly anomaly) {
    if (anomaly != null && anomaly.getStatus() != AnomalyStatus.CLOSED) {
      Map<String, Double> shares = detector.shares();
      anomaly.setViews(List.copyOf(shares.keySet()));
      anomaly.setShares(List.copyOf(shares.values()));
    }
  }

  private static void tell(@Nullable Anomaly anomaly, EntityDetection.Output out) {
    if (anomaly != null) {
      out.anomaly(anomaly);
    }
  }

  void write(Packer out) {
    out.time(lastSeen);
    detector.write(out);
    episode.write(out);
    peers.write(out);
    stillness.write(out);
    absence.write(out);
    out.text(role.name());
  }

  void read(Unpacker in) {
    lastSeen = in.time();
    detector.read(in);
    episode.read(in);
    peers.read(in);
    stillness.read(in);
    absence.read(in);
    role = SignalRole.valueOf(in.text());
  }
}
