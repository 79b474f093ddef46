/**
 * Whether an action may run unasked, needs a person, or must not run at all; every refusal names
 * its rule. Pure: imports the event records and the plans only.
 */
@NullMarked
package io.aicloudops.remediator.guard;

import org.jspecify.annotations.NullMarked;
