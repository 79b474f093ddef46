package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.rca.signals.SignalTick;
import io.aicloudops.schemas.event.Anomaly;

/**
 * A signal of a workload with its detector, its episode, and the episode of a pod that differs from
 * its peers.
 */
final class TrackedSignal {

  private final Detector detector = new Detector();
  private final Episode episode = new Episode();
  private final PeerEpisode peers = new PeerEpisode();
  private long lastSeen;

  boolean open() {
    return episode.open() || peers.open();
  }

  long lastSeen() {
    return lastSeen;
  }

  void next(
      String entity,
      SignalTick.Signal signal,
      long time,
      long intervalMs,
      Verdict verdict,
      EntityDetection.Output out) {
    lastSeen = time;
    detector.judge(time, signal.value(), verdict);
    Episode.Subject subject = new Episode.Subject(entity, signal.name(), signal.role());
    Anomaly told =
        episode.next(subject, time, intervalMs, signal.value(), verdict, signal.member());
    if (told != null) {
      out.anomaly(told);
    }
    Anomaly peer = peers.next(subject, signal, time, intervalMs, verdict);
    if (peer != null) {
      out.anomaly(peer);
    }
  }

  void write(Packer out) {
    out.l(lastSeen);
    detector.write(out);
    episode.write(out);
    peers.write(out);
  }

  void read(Unpacker in) {
    lastSeen = in.l();
    detector.read(in);
    episode.read(in);
    peers.read(in);
  }
}
