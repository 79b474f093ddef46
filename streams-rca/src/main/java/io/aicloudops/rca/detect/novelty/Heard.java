package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/** What was told lately fades; only what is clearly newer is told again. */
final class Heard {

  private final double fade;
  private final double margin;
  private float heard;

  /**
   * @param rows until what was heard has faded to a third
   * @param margin how much newer something has to be, a factor above 1
   */
  Heard(int rows, double margin) {
    this.fade = StrictMath.exp(-1.0 / rows);
    this.margin = margin;
  }

  /** The novelty, or 0 if it is not newer. */
  double newer(double novelty) {
    heard = (float) (heard * fade);
    if (novelty <= heard * margin) {
      return 0;
    }
    if (novelty >= Novelty.THRESHOLD) {
      heard = (float) novelty;
    }
    return novelty;
  }

  /** Remembers what was told elsewhere, if it was anomalous. */
  void hear(double novelty) {
    heard = novelty >= Novelty.THRESHOLD ? (float) Math.max(heard, novelty) : heard;
  }

  /** What is still remembered; 0 for nothing. */
  double heard() {
    return heard;
  }

  void write(Packer out) {
    out.f(heard);
  }

  void read(Unpacker in) {
    heard = in.single();
  }
}
