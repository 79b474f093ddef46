/**
 * How one object becomes another: JSON patch, merge patch, strategic merge patch, server-side apply
 * with the ownership of fields. Pure functions over JSON. Imports the JDK, Jackson and zjsonpatch
 * only.
 */
@NullMarked
package io.aicloudops.simulator.kube.patch;

import org.jspecify.annotations.NullMarked;
