/**
 * The production detector over files of one's own history. Exists so that people can check it
 * before they trust it. May import the JDK and detect.
 */
@NullMarked
package io.aicloudops.rca.backtest.detect;

import org.jspecify.annotations.NullMarked;
