/**
 * Samples become signals: counters rates, histograms quantiles and a rate, pods their workload.
 * Exists because detectors, forecasts and people should see what a workload does and not how its
 * exporter counts. Pure: imports the JDK, the event records, series names and the packing of state.
 */
@NullMarked
package io.aicloudops.rca.signals;

import org.jspecify.annotations.NullMarked;
