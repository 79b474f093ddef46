/**
 * Tells people what became of incidents and remediations, once for each change of state that
 * matters to them. Reads and writes topics, posts over HTTP; decides nothing about remediations.
 */
@NullMarked
package io.aicloudops.remediator.notify;

import org.jspecify.annotations.NullMarked;
