/**
 * The policy as text that a cluster keeps in a ConfigMap: read, checked and told to the log as a
 * command, from which the fold takes it, so that a replay judges by the policy of that time.
 * Imports the settings reader, the Kubernetes client (to read one ConfigMap) and the producer.
 */
@NullMarked
package io.aicloudops.remediator.policy;

import org.jspecify.annotations.NullMarked;
