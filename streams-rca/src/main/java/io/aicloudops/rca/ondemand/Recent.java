package io.aicloudops.rca.ondemand;

import io.aicloudops.rca.analysis.RcaAnalysis;
import io.aicloudops.rca.analysis.SignalWindow;
import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What was heard recently: signals, incidents, topology. Safe for use by several threads. */
public final class Recent {

  private static final int MOST_POINTS = 2_000;
  private static final int MOST_INCIDENTS = 1_000;

  private final Clock clock;
  private final SignalWindow window;
  private final ClusterMap map = new ClusterMap();
  private final Map<String, Incident> incidents =
      new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Incident> eldest) {
          return size() > MOST_INCIDENTS;
        }
      };

  /**
   * Nothing yet.
   *
   * @param length how far back signals are kept
   * @param maxSignals how many at the most
   */
  public Recent(Duration length, int maxSignals, Clock clock) {
    this.clock = clock;
    this.window = new SignalWindow(length.toMillis(), maxSignals, MOST_POINTS);
  }

  /** Takes an event of one of the three topics. */
  public synchronized void hear(@Nullable SpecificRecord event) {
    if (event instanceof SignalBatch batch) {
      window.add(batch);
    } else if (event instanceof Incident incident) {
      incidents.remove(incident.getId());
      incidents.put(incident.getId(), incident);
    } else if (event instanceof TopologyEntity entity) {
      map.put(entity);
    }
  }

  /** Event time of the newest signals; the present if there are none. */
  public synchronized Instant now() {
    return window.newest() == 0 ? clock.instant() : Instant.ofEpochMilli(window.newest());
  }

  /** Analyses what was heard. */
  public synchronized RcaAnalysis.Findings analyse(RcaAnalysis.Question question) {
    return RcaAnalysis.analyse(question, window, incidents.values(), map);
  }
}
