package io.aicloudops.remediator.streams;

import io.aicloudops.remediator.fold.Outputs;
import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationInput;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.serde.EventSerdes;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Thin: reads the world from the stores, calls the fold, writes, forwards. */
final class FoldProcessor implements Processor<String, RemediationInput, String, SpecificRecord> {

  private final RemediationFold fold;
  private final ProcessorContext<String, SpecificRecord> context;
  private final StoredWorlds worlds;

  private FoldProcessor(RemediationFold fold, ProcessorContext<String, SpecificRecord> context) {
    this.fold = fold;
    this.context = context;
    this.worlds = new StoredWorlds(context);
  }

  /** Declares the stores that the processor uses. */
  record Supplier(RemediationFold fold, EventSerdes serdes)
      implements ProcessorSupplier<String, RemediationInput, String, SpecificRecord> {

    @Override
    public Processor<String, RemediationInput, String, SpecificRecord> get() {
      return new Starting(fold);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return StoredWorlds.stores(serdes);
    }
  }

  /** Kafka Streams makes processors before it gives them a context. */
  private static final class Starting
      implements Processor<String, RemediationInput, String, SpecificRecord> {

    private final RemediationFold fold;
    private @org.jspecify.annotations.Nullable FoldProcessor processor;

    Starting(RemediationFold fold) {
      this.fold = fold;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
      processor = new FoldProcessor(fold, context);
    }

    @Override
    public void process(Record<String, RemediationInput> record) {
      java.util.Objects.requireNonNull(processor).process(record);
    }
  }

  @Override
  public void process(Record<String, RemediationInput> record) {
    StoredWorlds.ClusterWorld world = worlds.of(record.key());
    SpecificRecord body = (SpecificRecord) record.value().getBody();
    Outputs outputs = RemediationTopology.dispatch(body, new Step(world));
    remember(body, world);
    for (Remediation remediation : outputs.remediations()) {
      world.put(remediation);
      forward(record, remediation);
    }
    for (Intent intent : outputs.intents()) {
      forward(record, intent);
    }
    world.forgetOld(record.value().getTime());
  }

  private void forward(Record<String, RemediationInput> cause, SpecificRecord result) {
    context.forward(
        new Record<>(cause.key(), result, Math.max(0, cause.value().getTime().toEpochMilli())));
  }

  private static void remember(SpecificRecord body, StoredWorlds.ClusterWorld world) {
    if (body instanceof Incident incident) {
      world.put(incident);
    } else if (body instanceof Scaling scaling) {
      world.put(scaling);
    } else if (body instanceof TopologyEntity workload) {
      world.put(workload);
    } else if (body instanceof Command command) {
      world.obey(command);
    }
  }

  private final class Step implements RemediationTopology.Handler<Outputs> {

    private final StoredWorlds.ClusterWorld world;

    Step(StoredWorlds.ClusterWorld world) {
      this.world = world;
    }

    @Override
    public Outputs incident(Incident incident) {
      return fold.onIncident(incident, world);
    }

    @Override
    public Outputs scaling(Scaling scaling) {
      return fold.onScaling(scaling, world);
    }

    @Override
    public Outputs command(Command command) {
      return command.getType() == CommandType.UNKNOWN
          ? Outputs.none()
          : fold.onCommand(command, world);
    }

    @Override
    public Outputs outcome(Outcome outcome) {
      return fold.onOutcome(outcome, world);
    }

    @Override
    public Outputs workload(TopologyEntity workload) {
      return Outputs.none();
    }
  }
}
