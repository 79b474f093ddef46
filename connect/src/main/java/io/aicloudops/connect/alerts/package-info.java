/**
 * Alertmanager's webhook (payload version 4) as alert events. Imports the runtime's HTTP, metrics
 * and time packages, the schemas and the identity, ingest and log packages.
 */
@NullMarked
package io.aicloudops.connect.alerts;

import org.jspecify.annotations.NullMarked;
