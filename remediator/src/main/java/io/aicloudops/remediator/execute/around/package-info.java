/** Reads what stands around an object: disruption budgets, quotas, ready pods, owners. */
@NullMarked
package io.aicloudops.remediator.execute.around;

import org.jspecify.annotations.NullMarked;
