/**
 * The cheap local models an ensemble is made of, each fitted once and able to forecast from any
 * origin in its past. Imports the JDK and the package of seasons only.
 */
@NullMarked
package io.aicloudops.forecast.member;

import org.jspecify.annotations.NullMarked;
