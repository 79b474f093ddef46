/**
 * The demo's world: the simulated cluster with the shop on it, the load and the faults, put
 * together. Imports every other package of the simulator; none of them imports this one.
 */
@NullMarked
package io.aicloudops.simulator;

import org.jspecify.annotations.NullMarked;
