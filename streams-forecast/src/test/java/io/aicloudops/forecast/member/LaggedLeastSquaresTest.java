package io.aicloudops.forecast.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaggedLeastSquaresTest {

  private static final int[] LAGS = {1, 2, 3, 7, 8, 24, 25, 31};
  private static final double RIDGE = 1e-3;

  private static double[] walk(int n, long seed) {
    Random random = new Random(seed);
    double[] z = new double[n];
    for (int t = 1; t < n; t++) {
      z[t] = 0.8 * z[t - 1] + random.nextGaussian();
    }
    return z;
  }

  /** The textbook's normal equations, row by row. */
  private static double[] textbook(double[] z, double fade, int lightened, double share) {
    int far = LAGS[LAGS.length - 1];
    RealMatrix gram = new Array2DRowRealMatrix(LAGS.length, LAGS.length);
    double[] moment = new double[LAGS.length];
    double power = 0;
    for (int t = far; t < z.length; t++) {
      double w = Math.pow(fade, z.length - 1 - t) * (t - far == lightened ? 1 - share : 1);
      power += w * z[t] * z[t];
      for (int i = 0; i < LAGS.length; i++) {
        moment[i] += w * z[t] * z[t - LAGS[i]];
        for (int j = 0; j < LAGS.length; j++) {
          gram.addToEntry(i, j, w * z[t - LAGS[i]] * z[t - LAGS[j]]);
        }
      }
    }
    for (int i = 0; i < LAGS.length; i++) {
      gram.addToEntry(i, i, RIDGE * power + 1e-9 * power / (z.length - far));
    }
    return new LUDecomposition(gram)
        .getSolver()
        .solve(new Array2DRowRealMatrix(moment))
        .getColumn(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.99, 0.9977})
  void givesTheCoefficientsOfTheTextbook(double fade) {
    for (long seed = 0; seed < 5; seed++) {
      double[] z = walk(90 + 100 * (int) seed, seed);
      LaggedLeastSquares squares = new LaggedLeastSquares(z, LAGS, fade, RIDGE);
      double[] expected = textbook(z, fade, -1, 0);
      assertThat(squares.solve()).as("seed %d", seed).containsExactly(expected, within(1e-7));
      squares.lighten(20, 0.7);
      expected = textbook(z, fade, 20, 0.7);
      assertThat(squares.solve()).as("seed %d", seed).containsExactly(expected, within(1e-7));
    }
  }
}
