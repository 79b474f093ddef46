/**
 * The objects of the simulated cluster and everything that happened to them: what etcd is to a real
 * one. Knows no kind and no rule. Imports the JDK and Jackson only.
 */
@NullMarked
package io.aicloudops.simulator.kube.store;

import org.jspecify.annotations.NullMarked;
