/**
 * What of a topic has been dealt with, where records end in another order than they came. Imports
 * the Kafka consumer only.
 */
@NullMarked
package io.aicloudops.remediator.offsets;

import org.jspecify.annotations.NullMarked;
