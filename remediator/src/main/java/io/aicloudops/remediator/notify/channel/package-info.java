/**
 * Ways to people over HTTP: a payload, a signature and a reading of the answer for each service, as
 * it documents them. Decides neither who is told nor what.
 */
@NullMarked
package io.aicloudops.remediator.notify.channel;

import org.jspecify.annotations.NullMarked;
