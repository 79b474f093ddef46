package io.aicloudops.schemas.serde;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Numbers as a list, without an object for each. */
final class Doubles extends AbstractList<Double> implements RandomAccess {

  private final double[] numbers;

  /**
   * @param numbers owned from now on
   */
  Doubles(double[] numbers) {
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
