/**
 * Forecasts load and advises instances. The service and its settings; the models lie below in
 * packages that know neither Kafka nor the runtime.
 */
@NullMarked
package io.aicloudops.forecast;

import org.jspecify.annotations.NullMarked;
