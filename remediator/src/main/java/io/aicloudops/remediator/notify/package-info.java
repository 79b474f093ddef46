/**
 * Tells people what became of incidents and remediations, once for each change of state that
 * matters to them, on the channels of those whom the routes name. Reads and writes topics; decides
 * nothing about remediations.
 */
@NullMarked
package io.aicloudops.remediator.notify;

import org.jspecify.annotations.NullMarked;
