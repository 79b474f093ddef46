package io.aicloudops.simulator.kube.patch;

import java.util.Set;

/**
 * One entry of managedFields.
 *
 * @param apply true if by server-side apply, false if by create, update or another patch
 * @param subresource empty for the object itself
 * @param time RFC 3339
 */
record Owner(
    String manager,
    boolean apply,
    String subresource,
    String apiVersion,
    String time,
    Set<FieldPath> fields) {

  boolean is(Writer writer, boolean applying) {
    return apply == applying
        && manager.equals(writer.manager())
        && subresource.equals(writer.subresource());
  }

  Owner with(Set<FieldPath> changed, String at) {
    return new Owner(manager, apply, subresource, apiVersion, at, changed);
  }
}
