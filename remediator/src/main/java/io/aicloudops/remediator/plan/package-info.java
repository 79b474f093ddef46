/**
 * From a cause, a recommendation or a request to a typed action. Pure: imports the event records
 * only.
 */
@NullMarked
package io.aicloudops.remediator.plan;

import org.jspecify.annotations.NullMarked;
