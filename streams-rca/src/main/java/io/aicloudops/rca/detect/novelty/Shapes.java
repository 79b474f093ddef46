package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * Distance of the last eight block means to the most similar of a few remembered ones: a discord
 * (Yeh et al., Matrix Profile, 2016) against a random sample of the past instead of all of it. A
 * deterministic generator chooses which memory makes room.
 */
final class Shapes {

  private static final int LENGTH = 8;
  private static final int MEMORIES = 8;
  private static final int BLOCK = 5;
  private static final int REMEMBERED_EVERY = 6;

  private final float[] recent = new float[LENGTH];
  private final short[] kept = new short[LENGTH * MEMORIES];

  private int memories;
  private int inBlock;
  private int blocks;
  private float sum;
  private float distance;
  private int chance = 12345;

  /**
   * The distance, as of the last full block; 0 while there are too few.
   *
   * @param x relative to the first value, so that floats are enough whatever the zero
   */
  float next(double x) {
    sum += (float) x;
    if (++inBlock < BLOCK) {
      return distance;
    }
    System.arraycopy(recent, 0, recent, 1, LENGTH - 1);
    recent[0] = sum / BLOCK;
    sum = 0;
    inBlock = 0;
    if (++blocks < LENGTH) {
      return 0;
    }
    distance = nearest();
    if (blocks % REMEMBERED_EVERY == 0) {
      remember(LENGTH * place());
    }
    return distance;
  }

  private void remember(int at) {
    for (int k = 0; k < LENGTH; k++) {
      kept[at + k] = Halves.of(recent[k]);
    }
  }

  private float nearest() {
    float best = memories == 0 ? 0 : Float.MAX_VALUE;
    for (int m = 0; m < LENGTH * memories; m += LENGTH) {
      float square = 0;
      for (int k = 0; k < LENGTH && square < best; k++) {
        float difference = recent[k] - Halves.toFloat(kept[m + k]);
        square += difference * difference;
      }
      best = Math.min(best, square);
    }
    return (float) Math.sqrt(best / LENGTH);
  }

  private int place() {
    if (memories < MEMORIES) {
      return memories++;
    }
    chance = chance * 1664525 + 1013904223;
    return (chance >>> 8) % MEMORIES;
  }

  void write(Packer out) {
    out.floats(recent);
    out.b(memories);
    for (int k = 0; k < LENGTH * memories; k++) {
      out.s(kept[k]);
    }
    out.n(inBlock);
    out.n(blocks);
    out.f(sum);
    out.f(distance);
    out.i(chance);
  }

  void read(Unpacker in) {
    in.floats(recent);
    int stored = in.b();
    // There were more of them once; the first are a random sample as well.
    short[] all = new short[LENGTH * stored];
    if (in.isWide()) {
      in.halves(all, all.length);
    } else {
      for (int k = 0; k < all.length; k++) {
        all[k] = (short) in.s();
      }
    }
    memories = Math.min(stored, MEMORIES);
    System.arraycopy(all, 0, kept, 0, LENGTH * memories);
    inBlock = in.count();
    blocks = in.count();
    sum = in.single();
    distance = in.single();
    chance = in.i();
    if (in.isWide()) {
      in.d();
    }
  }
}
