package io.aicloudops.rca;

import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.streams.content.ContentSettings;
import io.aicloudops.rca.streams.detect.DetectSettings;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;
import java.util.List;

/** How signals, anomalies, incidents and their causes are made. */
public record RcaSettings(
    @Setting(
            value =
                "Clusters that hear commands which name none, besides kubernetes.cluster; those that were heard of are added.",
            byDefault = "[]")
        List<String> clusters,
    @Setting(value = "Distance of the ticks that let time pass when it is quiet.", byDefault = "1s")
        Duration tick,
    @Setting(value = "How signals are made and watched.") DetectSettings detect,
    @Setting(value = "How traces and logs become signals.") ContentSettings content,
    @Setting(value = "How evidence becomes incidents.") Incidents incidents,
    @Setting(value = "The window that on-demand analysis looks at.") Analysis analysis) {

  /** Where the settings stand. */
  public static final Section<RcaSettings> SECTION = new Section<>("rca", RcaSettings.class);

  /** How evidence becomes incidents. All times are event time. */
  public record Incidents(
      @Setting(
              value = "Evidence is put in the order of its times if it comes so much late.",
              byDefault = "1s")
          Duration grace,
      @Setting(
              value = "Trouble that begins so close together may be one incident.",
              byDefault = "5m")
          Duration window,
      @Setting(value = "Changes so long before the trouble are suspects.", byDefault = "30m")
          Duration lookback,
      @Setting(
              value = "A single slow or full signal opens an incident only after this.",
              byDefault = "10s")
          Duration confirm,
      @Setting(value = "The same right after a rollout or while traffic rises.", byDefault = "15s")
          Duration settle,
      @Setting(
              value = "An incident resolves so long after its last trouble ended.",
              byDefault = "30s")
          Duration hold,
      @Setting(
              value = "The same trouble so soon after the end reopens the incident.",
              byDefault = "5m")
          Duration reopen,
      @Setting(
              value = "A Kubernetes event that is not repeated is over after this.",
              byDefault = "6m")
          Duration eventHold,
      @Setting(
              value = "An anomaly that nobody speaks of any more is over after this.",
              byDefault = "1h")
          Duration stale,
      @Setting(
              value =
                  "An alert that is not repeated is over after this; has to be longer than Alertmanager's repeat_interval and group_interval together.",
              byDefault = "5h")
          Duration alertStale,
      @Setting(value = "Pieces of evidence that an incident keeps.", byDefault = "80")
          int maxEvidence,
      @Setting(value = "Entries that an incident's timeline keeps.", byDefault = "100")
          int maxTimeline) {}

  /** The window that on-demand analysis looks at. */
  public record Analysis(
      @Setting(value = "How far back signals are kept in memory.", byDefault = "1h")
          Duration window,
      @Setting(value = "Signals that are kept in memory at the most.", byDefault = "20000")
          int maxSignals) {}

  /**
   * The fold's rules.
   *
   * @throws IllegalArgumentException if a bound is not positive; the message names it
   */
  public FoldRules rules() {
    positive("rca.incidents.max-evidence", incidents.maxEvidence);
    positive("rca.incidents.max-timeline", incidents.maxTimeline);
    positive("rca.tick", (int) Math.min(Integer.MAX_VALUE, tick.toMillis()));
    return new FoldRules(
        incidents.grace.toMillis(),
        incidents.window.toMillis(),
        incidents.lookback.toMillis(),
        incidents.confirm.toMillis(),
        incidents.settle.toMillis(),
        incidents.hold.toMillis(),
        incidents.reopen.toMillis(),
        incidents.eventHold.toMillis(),
        incidents.stale.toMillis(),
        incidents.alertStale.toMillis(),
        incidents.maxEvidence,
        incidents.maxTimeline,
        FoldRules.DEFAULT.maxPending(),
        FoldRules.DEFAULT.maxTaught());
  }

  private static void positive(String path, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(path + ": has to be more than 0, but is " + value);
    }
  }
}
