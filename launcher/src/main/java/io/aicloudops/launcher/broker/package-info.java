/** A Kafka broker in this JVM, for installations that have none. */
@NullMarked
package io.aicloudops.launcher.broker;

import org.jspecify.annotations.NullMarked;
