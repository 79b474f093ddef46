package io.aicloudops.simulator.kube.http;

import java.time.Instant;

/**
 * A write request as it came over HTTP, answered or refused.
 *
 * @param verb create, update, patch, delete or deletecollection
 * @param path with subresource, without query
 * @param fieldManager empty if none was given
 * @param user the account of the token; system:anonymous without one
 * @param contentType of the body; empty without one
 * @param code the answer's HTTP status
 */
public record AuditEntry(
    Instant time,
    String verb,
    String path,
    boolean dryRun,
    String fieldManager,
    String userAgent,
    String user,
    String contentType,
    String body,
    int code) {

  /** True if it changed the cluster. */
  public boolean wrote() {
    return !dryRun && code < 300;
  }
}
