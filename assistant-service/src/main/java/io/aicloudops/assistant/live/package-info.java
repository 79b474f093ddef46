/**
 * What happens, as it happens: follows the result topics from their end and tells every listener,
 * over WebSocket, server-sent events or a GraphQL subscription. Every replica follows all
 * partitions. Imports Kafka's consumer, Javalin and Jackson.
 */
@NullMarked
package io.aicloudops.assistant.live;

import org.jspecify.annotations.NullMarked;
