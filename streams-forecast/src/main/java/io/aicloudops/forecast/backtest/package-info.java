/**
 * The production forecasters and planners on files of one's own, row by row and never looking
 * ahead. Imports the JDK and the packages of models only.
 */
@NullMarked
package io.aicloudops.forecast.backtest;

import org.jspecify.annotations.NullMarked;
