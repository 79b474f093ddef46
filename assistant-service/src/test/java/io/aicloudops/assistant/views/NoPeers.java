package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Nobody else is there. */
final class NoPeers implements Peers {

  @Override
  public <V extends SpecificRecord> List<V> of(String host, View<V> view, String key) {
    throw new ViewsUnavailableException("no peer " + host);
  }

  @Override
  public <V extends SpecificRecord> List<V> all(String host, View<V> view) {
    throw new ViewsUnavailableException("no peer " + host);
  }

  @Override
  public List<SignalBatch> signals(String host, String entity, Instant from, Instant to) {
    throw new ViewsUnavailableException("no peer " + host);
  }
}
