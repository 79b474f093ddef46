package io.aicloudops.forecast.season;

/** Autocorrelation by the fast Fourier transform (Wiener–Khinchin). */
final class Autocorrelation {

  private Autocorrelation() {}

  /**
   * Lags 0 to {@code maxLag}. Each sum is divided by its own number of terms, so that long lags are
   * not shrunk.
   *
   * @param centred values with mean 0
   */
  static double[] of(double[] centred, int maxLag) {
    int n = centred.length;
    int size = Integer.highestOneBit(Math.max(1, n + maxLag - 1)) << 1;
    double[] x = new double[size];
    System.arraycopy(centred, 0, x, 0, n);
    double[] cos = new double[size / 2];
    double[] sin = new double[size / 2];
    circle(cos, sin);
    double[] re = new double[size / 2 + 1];
    double[] im = new double[size / 2 + 1];
    spectrum(x, re, im, cos, sin);
    x[0] = re[0] * re[0];
    for (int i = 1; i <= size / 2; i++) {
      x[i] = re[i] * re[i] + im[i] * im[i];
      x[size - i] = x[i];
    }
    // The power spectrum is even, so that the inverse needs no conjugate.
    spectrum(x, re, im, cos, sin);
    double[] r = new double[maxLag + 1];
    double zero = re[0] / n;
    if (zero > 0) {
      for (int k = 0; k <= maxLag; k++) {
        r[k] = re[k] / (n - k) / zero;
      }
    }
    return r;
  }

  /** Points of half the unit circle, clockwise, each new one half way between two known ones. */
  private static void circle(double[] cos, double[] sin) {
    int half = cos.length;
    cos[0] = 1;
    for (int step = half; step > 1; step /= 2) {
      double c = Math.cos(Math.PI * step / 2 / half);
      double s = -Math.sin(Math.PI * step / 2 / half);
      for (int i = 0; i < half; i += step) {
        cos[i + step / 2] = cos[i] * c - sin[i] * s;
        sin[i + step / 2] = cos[i] * s + sin[i] * c;
      }
    }
  }

  /**
   * The first half of the transform of real values: those at even places as real parts and those at
   * odd places as imaginary parts make one transform of half the length, which is taken apart.
   */
  private static void spectrum(double[] x, double[] re, double[] im, double[] cos, double[] sin) {
    int half = x.length / 2;
    double[] a = new double[half];
    double[] b = new double[half];
    for (int k = 0; k < half; k++) {
      a[k] = x[2 * k];
      b[k] = x[2 * k + 1];
    }
    transform(a, b, cos, sin);
    re[0] = a[0] + b[0];
    re[half] = a[0] - b[0];
    im[0] = 0;
    im[half] = 0;
    for (int k = 1; k < half; k++) {
      int m = half - k;
      double oddRe = (b[k] + b[m]) / 2;
      double oddIm = (a[m] - a[k]) / 2;
      re[k] = (a[k] + a[m]) / 2 + oddRe * cos[k] - oddIm * sin[k];
      im[k] = (b[k] - b[m]) / 2 + oddRe * sin[k] + oddIm * cos[k];
    }
  }

  /** In place, radix 2; the circle may be finer than it needs. */
  private static void transform(double[] re, double[] im, double[] cos, double[] sin) {
    int n = re.length;
    for (int i = 1, j = 0; i < n; i++) {
      int bit = n >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = re[i];
        re[i] = re[j];
        re[j] = swap;
        swap = im[i];
        im[i] = im[j];
        im[j] = swap;
      }
    }
    for (int length = 2; length <= n; length <<= 1) {
      int stride = 2 * cos.length / length;
      int half = length / 2;
      for (int i = 0; i < n; i += length) {
        for (int k = 0; k < half; k++) {
          double c = cos[k * stride];
          double s = sin[k * stride];
          int a = i + k;
          int b = a + half;
          double tr = re[b] * c - im[b] * s;
          double ti = re[b] * s + im[b] * c;
          re[b] = re[a] - tr;
          im[b] = im[a] - ti;
          re[a] += tr;
          im[a] += ti;
        }
      }
    }
  }
}
