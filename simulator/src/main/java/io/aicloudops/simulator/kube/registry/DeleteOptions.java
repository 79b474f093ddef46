package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * How to delete.
 *
 * @param gracePeriodSeconds empty for what the object itself says
 * @param propagation Background, Foreground or Orphan
 * @param uid the object must have, or empty
 * @param resourceVersion the object must have, or empty
 */
public record DeleteOptions(
    boolean dryRun,
    OptionalLong gracePeriodSeconds,
    String propagation,
    String uid,
    String resourceVersion) {

  /** Gracefully, its dependents afterwards. */
  public static final DeleteOptions BACKGROUND =
      new DeleteOptions(false, OptionalLong.empty(), "Background", "", "");

  /** At once. */
  public static final DeleteOptions NOW =
      new DeleteOptions(false, OptionalLong.of(0), "Background", "", "");

  /**
   * Reads a DeleteOptions object.
   *
   * @param body may be missing or empty
   * @param dryRun true if the request already asked for it otherwise
   */
  public static DeleteOptions of(JsonNode body, boolean dryRun) {
    JsonNode grace = body.path("gracePeriodSeconds");
    return new DeleteOptions(
        dryRun || body.path("dryRun").path(0).asText("").equals("All"),
        grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
        body.path("propagationPolicy").asText("Background"),
        body.at("/preconditions/uid").asText(""),
        body.at("/preconditions/resourceVersion").asText(""));
  }
}
