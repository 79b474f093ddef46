/**
 * What lies between the simulated cluster and the processes in it: the cluster's kubelet starts and
 * stops pods through this interface, the shop implements it. Imports the JDK only.
 */
@NullMarked
package io.aicloudops.simulator.pods;

import org.jspecify.annotations.NullMarked;
