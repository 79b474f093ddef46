/**
 * Reading topics beside the topology: a loop that begins again after a failure, and what of a topic
 * has been dealt with, where records end in another order than they came. Imports the Kafka
 * consumer and what a service says of its health.
 */
@NullMarked
package io.aicloudops.remediator.reading;

import org.jspecify.annotations.NullMarked;
