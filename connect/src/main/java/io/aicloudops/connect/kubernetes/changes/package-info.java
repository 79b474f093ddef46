/**
 * What somebody changed on purpose: rollouts, scaling, configuration. Imports fabric8's models, the
 * schemas and the objects package.
 */
@NullMarked
package io.aicloudops.connect.kubernetes.changes;

import org.jspecify.annotations.NullMarked;
