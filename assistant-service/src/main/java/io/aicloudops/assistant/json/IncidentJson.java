package io.aicloudops.assistant.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Incidents as JSON: each cause also with the titles of its fault. They can be long; lists and live
 * messages show them in short.
 */
public final class IncidentJson {

  private IncidentJson() {}

  /** All of it. */
  public static ObjectNode whole(Incident incident) {
    ObjectNode node = EventJson.of(incident);
    for (JsonNode cause : node.path("causes")) {
      FaultKind.ofId(cause.path("fault").asText())
          .ifPresent(kind -> name((ObjectNode) cause, kind));
    }
    return node;
  }

  private static void name(ObjectNode cause, FaultKind kind) {
    cause.put("fault_title", kind.title()).put("fault_title_zh", kind.titleZh());
  }

  /** Without evidence and timeline, but with the number of evidence. */
  public static ObjectNode summary(Incident incident) {
    ObjectNode node = whole(incident);
    node.remove(List.of("evidence", "timeline"));
    return node.put("evidence_count", incident.getEvidence().size());
  }

  /** Any record in the form of live messages. */
  public static ObjectNode brief(SpecificRecord record) {
    return record instanceof Incident incident ? summary(incident) : EventJson.of(record);
  }
}
