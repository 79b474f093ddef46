/**
 * What evidence means: facts read from events, what Kubernetes' reasons and the names of signals
 * and alerts say, and recognisers that turn the facts of one entity into hypotheses about a fault.
 * Pure: imports the JDK and the schemas only.
 */
@NullMarked
package io.aicloudops.rca.knowledge;

import org.jspecify.annotations.NullMarked;
