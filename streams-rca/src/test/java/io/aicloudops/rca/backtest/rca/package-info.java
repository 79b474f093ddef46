/** Tests of the backtest of root causes, on made-up cases. */
@NullMarked
package io.aicloudops.rca.backtest.rca;

import org.jspecify.annotations.NullMarked;
