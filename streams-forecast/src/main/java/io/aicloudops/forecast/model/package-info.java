/**
 * Forecasters as pure functions of a bounded history: seasons found in the data, an ensemble of
 * cheap local models, and intervals from its own errors at earlier origins. Imports the JDK,
 * members and seasons only.
 */
@NullMarked
package io.aicloudops.forecast.model;

import org.jspecify.annotations.NullMarked;
