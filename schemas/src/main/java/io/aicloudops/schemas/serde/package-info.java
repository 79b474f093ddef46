/**
 * Events as bytes in the Confluent wire format: magic byte 0, the schema's id as four bytes
 * big-endian, Avro binary. Imports Kafka's serialisation interfaces, Avro and the registry client.
 */
@NullMarked
package io.aicloudops.schemas.serde;

import org.jspecify.annotations.NullMarked;
