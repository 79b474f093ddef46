package io.aicloudops.forecast.member;

/** The median by Hoare's selection (1961), which does not sort what it need not. */
final class Median {

  private Median() {}

  /** The upper median; reorders the values. */
  static double inPlace(double[] values) {
    int target = values.length / 2;
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      double pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swap = values[i];
          values[i] = values[j];
          values[j] = swap;
          i++;
          j--;
        }
      }
      if (target <= j) {
        high = j;
      } else if (target >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[target];
  }
}
