package io.aicloudops.assistant.dashboard;

import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.assistant.views.ViewsUnavailableException;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Views that are loaded when a test says so, and of whose replicas some are away. */
final class FrailViews implements Views {

  static final String LOADING = "the views are being loaded";

  private final Views views;
  private boolean loaded = true;
  private List<String> missing = List.of();

  FrailViews(Views views) {
    this.views = views;
  }

  synchronized void loaded(boolean loaded) {
    this.loaded = loaded;
  }

  synchronized void missing(String... hosts) {
    missing = List.of(hosts);
  }

  /** Changes rows while nobody reads them. */
  synchronized void during(Runnable change) {
    change.run();
  }

  private void check() {
    if (!loaded) {
      throw new ViewsUnavailableException(LOADING);
    }
  }

  @Override
  public synchronized <V extends SpecificRecord> List<V> of(View<V> view, String key) {
    check();
    return views.of(view, key);
  }

  @Override
  public synchronized <V extends SpecificRecord> Found<V> all(View<V> view) {
    check();
    return new Found<>(views.all(view).rows(), missing);
  }

  @Override
  public synchronized List<SignalBatch> signals(String entity, Instant from, Instant to) {
    check();
    return views.signals(entity, from, to);
  }
}
