/**
 * The life of a remediation as a fold over its inputs, in event time. Pure: imports the event
 * records, plans and guard.
 */
@NullMarked
package io.aicloudops.remediator.fold;

import org.jspecify.annotations.NullMarked;
