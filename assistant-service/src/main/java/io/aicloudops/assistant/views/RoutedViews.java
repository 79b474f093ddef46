package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows wherever they are: here from the store, elsewhere over HTTP. A replica that is asked
 * by another answers from its own stores only, so a question never travels further than one hop.
 */
final class RoutedViews implements Views {

  private static final Logger LOG = LoggerFactory.getLogger(RoutedViews.class);

  private final LocalViews local;
  private final Directory directory;
  private final Peers peers;

  RoutedViews(LocalViews local, Directory directory, Peers peers) {
    this.local = local;
    this.directory = directory;
    this.peers = peers;
  }

  @Override
  public <V extends SpecificRecord> List<V> of(View<V> view, String key) {
    Directory.Holder holder = directory.holder(view.name(), key);
    return holder.here()
        ? local.of(view, key, holder.partition())
        : peers.of(holder.host(), view, key);
  }

  @Override
  public <V extends SpecificRecord> Found<V> all(View<V> view) {
    List<V> rows = new ArrayList<>(local.all(view));
    List<String> missing = new ArrayList<>();
    for (String host : directory.others(view.name())) {
      try {
        rows.addAll(peers.all(host, view));
      } catch (ViewsUnavailableException e) {
        LOG.warn("the list of {} lacks the rows of {}: {}", view.name(), host, e.getMessage());
        missing.add(host);
      }
    }
    return new Found<>(rows, missing);
  }

  @Override
  public List<SignalBatch> signals(String entity, Instant from, Instant to) {
    Directory.Holder holder = directory.holder(SignalKeeper.STORE, entity);
    return holder.here()
        ? local.signals(entity, from, to, holder.partition())
        : peers.signals(holder.host(), entity, from, to);
  }
}
