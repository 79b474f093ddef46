package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import io.aicloudops.schemas.event.Forecast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All that is remembered of one signal: at its own pace, by minutes and by hours. */
final class SignalMemory {

  static final int FINE = 0;
  static final int MINUTES = 1;
  static final int HOURS = 2;

  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

  private final String name;
  private final SignalTrack[] tracks;
  private final boolean[] changed = new boolean[3];

  /**
   * @param fineStep of the finest track, in milliseconds; below a minute
   */
  SignalMemory(String name, long fineStep, Duration period) {
    this.name = name;
    long every = period.toMillis();
    int fineSteps = (int) Math.max(10, Math.min(60, 5 * MINUTE / fineStep));
    tracks =
        new SignalTrack[] {
          new SignalTrack(fineStep, new Horizon(240, fineSteps, 30, every)),
          new SignalTrack(MINUTE, new Horizon(720, 60, 20, Math.max(every, MINUTE))),
          new SignalTrack(HOUR, new Horizon(1008, 168, 12, Math.max(every, HOUR / 4)))
        };
  }

  String name() {
    return name;
  }

  long fineStep() {
    return tracks[FINE].ring().stepMs();
  }

  TimeRing minutes() {
    return tracks[MINUTES].ring();
  }

  /** When the last forecast at any step was made; {@code Long.MIN_VALUE} if none. */
  long forecastAt() {
    long at = Long.MIN_VALUE;
    for (SignalTrack track : tracks) {
      at = Math.max(at, track.forecastAt());
    }
    return at;
  }

  /**
   * The least share of checked values inside their interval over the tracks that were checked so
   * often; 1 if none was.
   */
  double coverage(int fewestChecks) {
    double least = 1;
    for (SignalTrack track : tracks) {
      least = Math.min(least, track.coverage(fewestChecks));
    }
    return least;
  }

  void add(long time, double value) {
    for (int i = 0; i < tracks.length; i++) {
      changed[i] |= tracks[i].add(time, value);
    }
  }

  /** The forecasts that are due. */
  List<Forecast> forecasts(String entity, long time) {
    List<Forecast> out = new ArrayList<>();
    for (SignalTrack track : tracks) {
      if (track.due(time)) {
        track.forecast(entity, name, time).ifPresent(out::add);
      }
    }
    return out;
  }

  /** True once for a track whose slots changed since the last time it was asked. */
  boolean takeChanged(int track) {
    boolean was = changed[track];
    changed[track] = false;
    return was;
  }

  SignalTrack track(int track) {
    return tracks[track];
  }

  TimeRing slots(int track) {
    return tracks[track].ring();
  }

  void write(StateWriter out) {
    for (SignalTrack track : tracks) {
      track.writeOpen(out);
    }
    tracks[FINE].ring().writeSlots(out);
  }

  void read(StateReader in) {
    for (SignalTrack track : tracks) {
      track.readOpen(in);
    }
    tracks[FINE].ring().readSlots(in);
  }
}
