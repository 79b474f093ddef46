/**
 * A schema registry in this JVM: the subset of Confluent's REST API that serdes and tools use,
 * durable in a compacted topic. The book of schemas is pure; the rest puts it on Kafka and on HTTP.
 */
@NullMarked
package io.aicloudops.launcher.registry;

import org.jspecify.annotations.NullMarked;
