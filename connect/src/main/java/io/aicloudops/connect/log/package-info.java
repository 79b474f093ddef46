/**
 * Where the parts write: a small interface over the event producer, so that each part can be tested
 * with a log that is away or slow. Imports the runtime's Kafka and metrics packages and the
 * schemas.
 */
@NullMarked
package io.aicloudops.connect.log;

import org.jspecify.annotations.NullMarked;
