/**
 * How services reach the cluster: one set of settings, one way to open a client. Imports fabric8's
 * client.
 */
@NullMarked
package io.aicloudops.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
