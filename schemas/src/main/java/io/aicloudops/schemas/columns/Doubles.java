package io.aicloudops.schemas.columns;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Numbers as a list that cannot change, without an object for each. */
public final class Doubles extends AbstractList<Double> implements RandomAccess {

  private final double[] numbers;

  /**
   * A list of these numbers.
   *
   * @param numbers owned from now on
   */
  public Doubles(double[] numbers) {
    this.numbers = numbers;
  }

  /** The same numbers; the list itself if it is of this kind. */
  public static Doubles of(List<Double> list) {
    if (list instanceof Doubles doubles) {
      return doubles;
    }
    double[] numbers = new double[list.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = list.get(k);
    }
    return new Doubles(numbers);
  }

  /** A number as it is. */
  public double at(int index) {
    return numbers[index];
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
