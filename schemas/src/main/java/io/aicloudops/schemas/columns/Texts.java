package io.aicloudops.schemas.columns;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts as a list that cannot change, such as the names of a workload's signals, which are the same
 * from scrape to scrape: whoever shares the list between batches has it written once. What knows
 * one list by its identity need not look at the texts again. Safe for use by several threads.
 */
public final class Texts extends AbstractList<String> implements RandomAccess {

  private final String[] texts;

  /** Threads may make it twice; the bytes are the same. */
  private volatile byte @Nullable [] bytes;

  private Texts(String[] texts) {
    this.texts = texts;
  }

  /** The same texts; the list itself if it is of this kind. */
  public static Texts of(List<String> list) {
    return list instanceof Texts texts ? texts : new Texts(list.toArray(new String[0]));
  }

  /**
   * The texts as bytes, made once.
   *
   * @param writer always the same; what it gives is shared and must not be changed
   */
  public byte[] bytes(Function<List<String>, byte[]> writer) {
    byte[] known = bytes;
    if (known == null) {
      known = writer.apply(this);
      bytes = known;
    }
    return known;
  }

  @Override
  public String get(int index) {
    return texts[index];
  }

  @Override
  public int size() {
    return texts.length;
  }
}
