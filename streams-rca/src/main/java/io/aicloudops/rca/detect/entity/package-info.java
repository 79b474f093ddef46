/**
 * Detection for a whole workload: its signals, a detector and an episode for each, and whether it
 * reports at all; one state, one entry in a store. Pure; imports the JDK, the event records,
 * signals and detect.
 */
@NullMarked
package io.aicloudops.rca.detect.entity;

import org.jspecify.annotations.NullMarked;
