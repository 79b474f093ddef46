/**
 * Lines of logs as counters by how bad they are and by template, and templates that were never seen
 * before. Pure: imports the JDK, the events, the counts package and the packed form of state.
 */
@NullMarked
package io.aicloudops.rca.logs;

import org.jspecify.annotations.NullMarked;
