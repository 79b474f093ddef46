/**
 * A client of the Confluent schema registry's REST API. Imports Avro, Jackson and the JDK's HTTP
 * client.
 */
@NullMarked
package io.aicloudops.schemas.registry;

import org.jspecify.annotations.NullMarked;
