/**
 * What the cluster has now, and who owns what. Imports fabric8's models and the identity package.
 */
@NullMarked
package io.aicloudops.connect.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
