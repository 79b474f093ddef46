package io.aicloudops.simulator.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** JSON patch (RFC 6902). */
public final class JsonPatches {

  private JsonPatches() {}

  /**
   * The object with a patch applied; neither argument is changed.
   *
   * @throws PatchException if it is no list of operations or one of them does not fit the object
   */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!patch.isArray()) {
      throw new PatchException(
          "json: cannot unmarshal object into Go value of type jsonpatch.Patch: a JSON patch is a list of operations");
    }
    try {
      return JsonPatch.apply(patch, target.deepCopy());
    } catch (JsonPatchException e) {
      throw new PatchException(String.valueOf(e.getMessage()));
    }
  }
}
