/**
 * Folds the evidence of a cluster into incidents: what belongs together by time and topology, when
 * an incident opens, grows, merges, resolves and comes back. A pure fold by event time. Imports the
 * JDK, the schemas, the knowledge and the rank package only.
 */
@NullMarked
package io.aicloudops.rca.correlate;

import org.jspecify.annotations.NullMarked;
