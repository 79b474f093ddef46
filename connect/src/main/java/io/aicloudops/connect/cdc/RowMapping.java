package io.aicloudops.connect.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What rows mean: a service is an entity of the topology, a deployment is a change. */
final class RowMapping {

  static final String SOURCE = "cdc";

  private final CdcSettings settings;
  private final String cluster;

  /**
   * @param cluster of rows that name none
   */
  RowMapping(CdcSettings settings, String cluster) {
    this.settings = settings;
    this.cluster = settings.cluster().isEmpty() ? cluster : settings.cluster();
  }

  /**
   * A service.
   *
   * @param time of the change of the row
   * @throws IllegalArgumentException if the row has no name or a value that cannot be read
   */
  TopologyEntity service(JsonNode values, Instant time) {
    Row row = new Row(values, settings.serviceColumns());
    EntityId entity = entity(row, "name");
    Map<String, String> labels = new TreeMap<>();
    List<Edge> edges = new ArrayList<>();
    try {
      for (Map.Entry<String, JsonNode> label : row.json("labels").properties()) {
        labels.put(label.getKey(), label.getValue().asText());
      }
      for (String callee : callees(row)) {
        edges.add(new Edge(EdgeType.CALLS, callee(entity, callee).toString()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a column is not JSON: " + e.getOriginalMessage(), e);
    }
    Map<String, String> attributes = new TreeMap<>();
    String owner = row.text("owner", "");
    if (!owner.isEmpty()) {
      attributes.put("ownedBy", owner);
    }
    return TopologyEntity.newBuilder()
        .setEntity(entity.toString())
        .setLabels(labels)
        .setAttributes(attributes)
        .setEdges(edges)
        .setTime(time)
        .setSource(SOURCE)
        .build();
  }

  private static List<String> callees(Row row) throws JsonProcessingException {
    List<String> callees = new ArrayList<>();
    String text = row.text("calls", "");
    if (!text.isEmpty() && !text.startsWith("[")) {
      for (String callee : text.split(",", -1)) {
        callees.add(callee.trim());
      }
    } else {
      row.json("calls").forEach(callee -> callees.add(callee.asText()));
    }
    callees.removeIf(String::isEmpty);
    return callees;
  }

  /** {@code name} in the caller's namespace, or {@code namespace/name}. */
  private EntityId callee(EntityId caller, String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new EntityId(caller.cluster(), caller.namespace(), settings.kind(), text)
        : new EntityId(
            caller.cluster(), text.substring(0, slash), settings.kind(), text.substring(slash + 1));
  }

  /**
   * A deployment.
   *
   * @param key of the row, for the change's id
   * @throws IllegalArgumentException if the row names no service
   */
  Change deployment(String key, JsonNode values, Instant time) {
    Row row = new Row(values, settings.deploymentColumns());
    EntityId entity = entity(row, "service");
    String version = row.text("version", "");
    String previous = row.text("previous", "");
    Map<String, String> before = previous.isEmpty() ? Map.of() : Map.of("version", previous);
    Map<String, String> after = version.isEmpty() ? Map.of() : Map.of("version", version);
    return Change.newBuilder()
        .setId(settings.deployments() + "-" + row.text("id", key))
        .setEntity(entity.toString())
        .setKind(ChangeKind.DEPLOYMENT)
        .setTime(row.time("time").orElse(time).truncatedTo(ChronoUnit.MILLIS))
        .setSummary(row.text("summary", "deployed " + version))
        .setAuthor(row.text("author", ""))
        .setSource(SOURCE)
        .setBefore(before)
        .setAfter(after)
        .setRevision(version)
        .build();
  }

  private EntityId entity(Row row, String nameColumn) {
    return new EntityId(
        row.text("cluster", cluster),
        row.text("namespace", settings.namespace()),
        row.text("kind", settings.kind()),
        row.text(nameColumn, ""));
  }
}
