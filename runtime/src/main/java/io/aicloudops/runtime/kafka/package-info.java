/**
 * Producers, consumers, topics and Kafka Streams applications with the error policy and the
 * defaults that all services share.
 */
@NullMarked
package io.aicloudops.runtime.kafka;

import org.jspecify.annotations.NullMarked;
