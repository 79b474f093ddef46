/**
 * The kinds the simulated API server knows, how they are named in paths, and how lists of them are
 * selected. Imports the JDK, Jackson and fabric8's model classes only.
 */
@NullMarked
package io.aicloudops.simulator.kube.types;

import org.jspecify.annotations.NullMarked;
