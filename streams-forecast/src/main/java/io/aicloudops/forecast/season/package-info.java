/** Finds seasons in a series and in the calendar. Imports the JDK only. */
@NullMarked
package io.aicloudops.forecast.season;

import org.jspecify.annotations.NullMarked;
