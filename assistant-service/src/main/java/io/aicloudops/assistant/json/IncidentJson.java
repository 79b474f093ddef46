package io.aicloudops.assistant.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.schemas.event.Incident;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Incidents can be long; lists and live messages show them in short. */
public final class IncidentJson {

  private IncidentJson() {}

  /** Without evidence and timeline, but with the number of evidence. */
  public static ObjectNode summary(Incident incident) {
    ObjectNode node = EventJson.of(incident);
    node.remove(List.of("evidence", "timeline"));
    return node.put("evidence_count", incident.getEvidence().size());
  }

  /** Any record in the form of live messages. */
  public static ObjectNode brief(SpecificRecord record) {
    return record instanceof Incident incident ? summary(incident) : EventJson.of(record);
  }
}
