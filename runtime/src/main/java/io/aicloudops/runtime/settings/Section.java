package io.aicloudops.runtime.settings;

/**
 * A part of the configuration and the record it is read into.
 *
 * @param path where it stands in the file, e.g. {@code connect}
 * @param type a record whose components carry {@link Setting}
 */
public record Section<T extends Record>(String path, Class<T> type) {}
