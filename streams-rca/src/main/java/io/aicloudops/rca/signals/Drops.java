package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/** Counts what was not used, by reason. */
public final class Drops {

  private long late;
  private long duplicate;
  private long notFinite;
  private long overflow;

  Drops() {}

  /**
   * Samples and series that were not used since the entity was first seen.
   *
   * @param late older than the last of their series
   * @param duplicate of the same time as the last of their series
   * @param notFinite NaN or infinite
   * @param overflow of a series beyond the bound
   * @param refusedSignals parts and signals beyond the bound
   * @param ahead of a time too far ahead to be true
   */
  public record Counts(
      long late, long duplicate, long notFinite, long overflow, long refusedSignals, long ahead) {

    /** All together. */
    public long total() {
      return late + duplicate + notFinite + overflow + refusedSignals + ahead;
    }
  }

  void late(boolean same) {
    if (same) {
      duplicate++;
    } else {
      late++;
    }
  }

  void notFinite() {
    notFinite++;
  }

  void overflow() {
    overflow++;
  }

  Counts counts(long refusedSignals, long ahead) {
    return new Counts(late, duplicate, notFinite, overflow, refusedSignals, ahead);
  }

  void write(Packer out) {
    out.l(late);
    out.l(duplicate);
    out.l(notFinite);
    out.l(overflow);
  }

  void read(Unpacker in) {
    late = in.l();
    duplicate = in.l();
    notFinite = in.l();
    overflow = in.l();
  }
}
