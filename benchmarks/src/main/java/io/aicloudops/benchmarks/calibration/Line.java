package io.aicloudops.benchmarks.calibration;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The hit rate as a straight line over the share of the first one, by least squares, in which each
 * lot of cases weighs the same however large it is.
 */
record Line(double least, double rise) {

  static Line through(Collection<List<Judged>> lots) {
    double sum = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (List<Judged> lot : lots) {
      double weight = 1.0 / lot.size();
      for (Judged c : lot) {
        double hit = c.right() ? 1 : 0;
        sum += weight;
        x += weight * c.share();
        y += weight * hit;
        xx += weight * c.share() * c.share();
        xy += weight * c.share() * hit;
      }
    }
    double spread = sum * xx - x * x;
    double rise = spread > 0 ? (sum * xy - x * y) / spread : 0;
    return new Line((y - rise * x) / sum, rise);
  }

  double at(double share) {
    return least + rise * share;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f + %.2f · share", least, rise);
  }
}
