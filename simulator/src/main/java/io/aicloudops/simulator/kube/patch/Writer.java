package io.aicloudops.simulator.kube.patch;

/**
 * Who writes, as managedFields remember it.
 *
 * @param subresource empty for the object itself
 * @param apiVersion of the object as written
 * @param time RFC 3339
 */
public record Writer(String manager, String subresource, String apiVersion, String time) {}
