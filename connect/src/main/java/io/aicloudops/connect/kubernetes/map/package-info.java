/**
 * The cluster's objects as records of the topology. Imports fabric8's models, the schemas and the
 * objects and changes packages.
 */
@NullMarked
package io.aicloudops.connect.kubernetes.map;

import org.jspecify.annotations.NullMarked;
