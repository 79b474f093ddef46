package io.aicloudops.remediator.audit;

import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationStep;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what a record says: SHA-256 over its fields in one order, each with its length before
 * it, maps by key. Avro's own bytes would not do: maps have no order there, and a record that is
 * read with a later schema has fields that it was not written with.
 */
final class Content {

  private static final String VERSION = "1";

  private final MessageDigest digest;

  private Content(MessageDigest digest) {
    this.digest = digest;
  }

  static String hash(long number, String previous, Remediation r) {
    try {
      Content content = new Content(MessageDigest.getInstance("SHA-256"));
      content.add(VERSION);
      content.add(Long.toString(number));
      content.add(previous);
      content.add(r);
      return HexFormat.of().formatHex(content.digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void add(Remediation r) {
    add(r.getId());
    add(r.getIncidentId());
    add(r.getCluster());
    add(r.getEntity());
    add(r.getFault());
    add(r.getAction());
    add(r.getParams());
    add(r.getState());
    add(r.getMode());
    add(r.getReason());
    add(r.getReasonZh());
    add(r.getDanger());
    add(r.getDiff());
    add(r.getDiffHash());
    add(r.getExpectation());
    add(r.getExpiresAt());
    add(r.getApprovedBy());
    add(r.getAttempt());
    add(r.getCreatedAt());
    add(r.getUpdatedAt());
    add(r.getRevision());
    add(r.getSteps().size());
    for (RemediationStep step : r.getSteps()) {
      add(step.getTime());
      add(step.getState());
      add(step.getWho());
      add(step.getNote());
    }
    Map<String, String> facts = new TreeMap<>(r.getFacts());
    facts.keySet().removeIf(Link::isPart);
    add(facts);
  }

  private void add(Map<String, String> map) {
    add(map.size());
    new TreeMap<>(map)
        .forEach(
            (key, value) -> {
              add(key);
              add(value);
            });
  }

  private void add(@Nullable Object value) {
    byte[] bytes = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }
}
