/**
 * One kubelet for all nodes: runs the containers of pods through PodRuntime and reports what
 * becomes of them as a real kubelet does. Imports the JDK, fabric8's model, the kube packages, the
 * loop and the package pods.
 */
@NullMarked
package io.aicloudops.simulator.controllers.kubelet;

import org.jspecify.annotations.NullMarked;
