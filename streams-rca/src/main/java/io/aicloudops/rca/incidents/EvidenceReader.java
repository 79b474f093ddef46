package io.aicloudops.rca.incidents;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Says whose evidence an event is, and of when. */
final class EvidenceReader {

  /** Commands that bear on incidents; the others are for the remediator. */
  private static final Set<CommandType> OURS =
      EnumSet.of(
          CommandType.SILENCE,
          CommandType.UNSILENCE,
          CommandType.MAINTENANCE,
          CommandType.FEEDBACK,
          CommandType.UNDO);

  /**
   * The evidence in an event.
   *
   * @param clusters known clusters, all of which hear a command that names none
   * @throws IllegalArgumentException if the event's entity is not cluster/namespace/kind/name
   */
  List<Evidence> read(SpecificRecord event, Collection<String> clusters) {
    if (event instanceof Anomaly anomaly) {
      return of(anomaly.getEntity(), anomaly.getTime(), anomaly);
    }
    if (event instanceof Alert alert) {
      return of(alert.getEntity(), alert.getReceivedAt(), alert);
    }
    if (event instanceof K8sEvent k8s) {
      return of(k8s.getEntity(), k8s.getTime(), k8s);
    }
    if (event instanceof Change change) {
      return of(change.getEntity(), change.getTime(), change);
    }
    if (event instanceof TopologyEntity entity) {
      return of(entity.getEntity(), entity.getTime(), entity);
    }
    if (event instanceof Command command) {
      return command(command, clusters);
    }
    throw new IllegalArgumentException("no evidence can be made of a " + event.getSchema());
  }

  private static List<Evidence> of(String entity, Instant time, SpecificRecord body) {
    return List.of(new Evidence(EntityId.parse(entity).cluster(), entity, time, body));
  }

  private static List<Evidence> command(Command command, Collection<String> clusters) {
    if (!OURS.contains(command.getType())) {
      return List.of();
    }
    String target = command.getTarget();
    Optional<EntityId> entity = EntityId.tryParse(target);
    String named = command.getParams().getOrDefault("cluster", "");
    Collection<String> to = clusters;
    if (!named.isEmpty()) {
      to = List.of(named);
    } else if (entity.isPresent()) {
      to = List.of(entity.get().cluster());
    } else if (target.indexOf('/') > 0) {
      to = List.of(target.substring(0, target.indexOf('/')));
    }
    return to.stream()
        .map(
            cluster ->
                new Evidence(cluster, entity.isPresent() ? target : "", command.getTime(), command))
        .toList();
  }
}
