/**
 * From an intent and the object as it is now to the one value that changes, and to what the
 * difference looks like. Writes nothing; reads of the cluster what an action's precondition names.
 */
@NullMarked
package io.aicloudops.remediator.execute.edit;

import org.jspecify.annotations.NullMarked;
