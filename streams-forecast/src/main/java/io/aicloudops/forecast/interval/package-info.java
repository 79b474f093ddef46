/**
 * Keeps intervals honest online: widens or narrows them by how often the past ones held. Imports
 * the JDK and the package of state only.
 */
@NullMarked
package io.aicloudops.forecast.interval;

import org.jspecify.annotations.NullMarked;
