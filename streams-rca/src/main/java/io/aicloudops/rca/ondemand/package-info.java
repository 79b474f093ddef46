/**
 * Serves root cause on demand: keeps the latest signals, incidents and topology in memory and
 * answers {@code POST /api/v1/rca}. Imports Kafka's consumer, Javalin and the analysis package.
 */
@NullMarked
package io.aicloudops.rca.ondemand;

import org.jspecify.annotations.NullMarked;
