/**
 * What is remembered of one workload and the fold over its signals: histories at several steps,
 * forecasts, capacity, advice. Imports the JDK, the packages of models and the event records only.
 */
@NullMarked
package io.aicloudops.forecast.workload;

import org.jspecify.annotations.NullMarked;
