/**
 * What people are told: which change of state is news, and its words in each language. Knows events
 * and texts alone, no way to anybody.
 */
@NullMarked
package io.aicloudops.remediator.notify.message;

import org.jspecify.annotations.NullMarked;
