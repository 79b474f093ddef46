/**
 * How objects are: events and transitions of pods, workloads and nodes. Imports fabric8's models,
 * the schemas and the objects package.
 */
@NullMarked
package io.aicloudops.connect.kubernetes.states;

import org.jspecify.annotations.NullMarked;
