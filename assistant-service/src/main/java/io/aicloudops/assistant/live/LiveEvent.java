package io.aicloudops.assistant.live;

import org.apache.avro.specific.SpecificRecord;

/**
 * One update of a result topic.
 *
 * @param id {@code type-partition-offset}: the same on every replica
 * @param type incident, remediation, anomaly or notification
 * @param record the new state
 */
public record LiveEvent(String id, String type, SpecificRecord record) {}
