/**
 * What a resource will need: when it is full, and how much to request of it. Imports the JDK and
 * the package of state only.
 */
@NullMarked
package io.aicloudops.forecast.resource;

import org.jspecify.annotations.NullMarked;
