/**
 * What a snapshot of a cluster's objects gives away, as {@code kubectl get} and {@code describe}
 * print them. Exists because a snapshot is often all there is: no watch ran, no metric was kept.
 * Pure: imports the JDK and the fault catalogue only.
 */
@NullMarked
package io.aicloudops.rca.knowledge.objects;

import org.jspecify.annotations.NullMarked;
