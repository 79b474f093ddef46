/**
 * Deployments, ReplicaSets, StatefulSets and DaemonSets: from a template to pods. Imports the JDK,
 * fabric8's model, the kube packages and the loop.
 */
@NullMarked
package io.aicloudops.simulator.controllers.workloads;

import org.jspecify.annotations.NullMarked;
