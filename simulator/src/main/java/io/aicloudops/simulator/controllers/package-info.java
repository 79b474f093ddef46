/**
 * What makes the simulated cluster act: the loop that runs controllers, and those that look after
 * the whole cluster (scheduler, endpoints, disruption budgets, garbage). They write as a real
 * control plane does, straight to the registry. Imports the JDK, fabric8's model and the kube
 * packages.
 */
@NullMarked
package io.aicloudops.simulator.controllers;

import org.jspecify.annotations.NullMarked;
