package io.aicloudops.remediator.streams;

import io.aicloudops.remediator.fold.Outputs;
import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationInput;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.serde.EventSerdes;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Thin: reads the world from the stores, calls the fold, writes, forwards. */
final class FoldProcessor
    extends ContextualProcessor<String, RemediationInput, String, SpecificRecord> {

  private final RemediationFold fold;
  private StoredWorlds worlds;

  @SuppressWarnings("NullAway.Init") // Kafka calls init before anything else.
  private FoldProcessor(RemediationFold fold) {
    this.fold = fold;
  }

  /** Declares the stores that the processor uses. */
  record Supplier(RemediationFold fold, EventSerdes serdes)
      implements ProcessorSupplier<String, RemediationInput, String, SpecificRecord> {

    @Override
    public Processor<String, RemediationInput, String, SpecificRecord> get() {
      return new FoldProcessor(fold);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return StoredWorlds.stores(serdes);
    }
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    super.init(context);
    worlds = new StoredWorlds(context);
  }

  @Override
  public void process(Record<String, RemediationInput> record) {
    StoredWorlds.ClusterWorld world = worlds.of(record.key());
    SpecificRecord body = (SpecificRecord) record.value().getBody();
    Outputs outputs = fold(body, world);
    remember(body, world);
    for (Remediation remediation : outputs.remediations()) {
      world.put(remediation);
      forward(record, world.link(remediation));
    }
    for (Intent intent : outputs.intents()) {
      forward(record, intent);
    }
  }

  private Outputs fold(SpecificRecord body, StoredWorlds.ClusterWorld world) {
    if (body instanceof Incident incident) {
      return fold.onIncident(incident, world);
    }
    if (body instanceof Scaling scaling) {
      return fold.onScaling(scaling, world);
    }
    if (body instanceof Command command) {
      return fold.onCommand(command, world);
    }
    if (body instanceof TopologyEntity entity) {
      Optional<TopologyEntity> before = world.workload(entity.getEntity());
      world.put(entity);
      return fold.onTopology(entity, before, world);
    }
    return body instanceof Outcome outcome ? fold.onOutcome(outcome, world) : Outputs.none();
  }

  private static void remember(SpecificRecord body, StoredWorlds.ClusterWorld world) {
    if (body instanceof Incident incident) {
      world.put(incident);
    } else if (body instanceof Scaling scaling) {
      world.put(scaling);
    } else if (body instanceof Command command) {
      world.obey(command);
    } else if (body instanceof Outcome outcome) {
      // Our own clock, unlike the times of the cluster's events: a wrong one would forget budgets.
      world.forgetOld(outcome.getTime());
    }
  }

  private void forward(Record<String, RemediationInput> cause, SpecificRecord result) {
    context()
        .forward(
            new Record<>(cause.key(), result, Math.max(0, cause.value().getTime().toEpochMilli())));
  }
}
