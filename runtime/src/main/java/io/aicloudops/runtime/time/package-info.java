/**
 * Event time for many senders, none of whose clocks can be trusted alone, and moments as they are
 * written down. Imports the JDK only.
 */
@NullMarked
package io.aicloudops.runtime.time;

import org.jspecify.annotations.NullMarked;
