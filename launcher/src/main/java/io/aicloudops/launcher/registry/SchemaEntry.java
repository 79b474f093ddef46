package io.aicloudops.launcher.registry;

/**
 * A version of a subject.
 *
 * @param subject usually a topic's name with -value
 * @param version counts from 1 within the subject
 * @param id of the schema, the same in all subjects
 * @param schema its text
 * @param deleted hidden from lists, but its id stays readable
 */
record SchemaEntry(String subject, int version, int id, String schema, boolean deleted) {}
