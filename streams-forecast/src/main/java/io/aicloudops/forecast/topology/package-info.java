/**
 * The Kafka Streams application: signals and topology in, forecasts, scaling advice and alerts out.
 * The only package of this module, with the service, that knows Kafka.
 */
@NullMarked
package io.aicloudops.forecast.topology;

import org.jspecify.annotations.NullMarked;
