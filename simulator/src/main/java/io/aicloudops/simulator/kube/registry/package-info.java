/**
 * What an API server does with a request once it is read: defaults, validation, versions,
 * generations, ownership, deletion, scale and eviction, to the rules of Kubernetes 1.34. Knows
 * nothing of HTTP. Imports the JDK, Jackson, fabric8's model and the packages store, types and
 * patch.
 */
@NullMarked
package io.aicloudops.simulator.kube.registry;

import org.jspecify.annotations.NullMarked;
