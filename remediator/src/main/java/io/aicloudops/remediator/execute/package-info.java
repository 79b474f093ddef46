/**
 * Tries intents on the cluster, outside any stream thread, and logs what became of them. The only
 * package that writes to Kubernetes.
 */
@NullMarked
package io.aicloudops.remediator.execute;

import org.jspecify.annotations.NullMarked;
