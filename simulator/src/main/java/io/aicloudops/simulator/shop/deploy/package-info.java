/**
 * The shop on a cluster: its manifests, what operators do to it through the Kubernetes API, and
 * whether it is well. Imports fabric8 and the rest of the shop; works against any Kubernetes API
 * server.
 */
@NullMarked
package io.aicloudops.simulator.shop.deploy;

import org.jspecify.annotations.NullMarked;
