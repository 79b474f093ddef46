/**
 * The production ranking over folders of recorded incidents. Exists so that people can check it on
 * their own history before they trust it. May import the JDK, Jackson, and the pure packages.
 */
@NullMarked
package io.aicloudops.rca.backtest.rca;

import org.jspecify.annotations.NullMarked;
