/**
 * Watches a cluster: events, pod states, changes and topology. Reads only (get, list, watch).
 * Imports fabric8, the runtime, the schemas and the identity, log and topology packages.
 */
@NullMarked
package io.aicloudops.connect.kubernetes;

import org.jspecify.annotations.NullMarked;
