/**
 * How often causes were right that were said to be so sure: the answers of a backtest against the
 * labels of its cases. Reads files and computes; imports nothing of the product.
 */
@NullMarked
package io.aicloudops.benchmarks.calibration;

import org.jspecify.annotations.NullMarked;
