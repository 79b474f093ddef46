/**
 * Compact binary state of the online models: plain numbers in a fixed order behind a version byte.
 * Imports the JDK only.
 */
@NullMarked
package io.aicloudops.forecast.state;

import org.jspecify.annotations.NullMarked;
