package io.aicloudops.rca.streams.detect;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Numbers as a list, without an object for each. */
final class Values extends AbstractList<Double> implements RandomAccess {

  private final double[] numbers;

  /**
   * @param numbers owned from now on
   */
  Values(double[] numbers) {
    this.numbers = numbers;
  }

  @Override
  public Double get(int index) {
    return numbers[index];
  }

  @Override
  public int size() {
    return numbers.length;
  }
}
