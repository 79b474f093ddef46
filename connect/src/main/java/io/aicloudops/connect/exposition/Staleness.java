package io.aicloudops.connect.exposition;

/**
 * Prometheus' stale marker: a NaN with bits of its own that says that a series has ended here.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
public final class Staleness {

  /** The marker as a double; compare by {@link #isMarker}, as NaN equals nothing. */
  public static final double MARKER = Double.longBitsToDouble(0x7ff0000000000002L);

  private Staleness() {}

  /** True for the marker, false for any other NaN. */
  public static boolean isMarker(double value) {
    return Double.doubleToRawLongBits(value) == 0x7ff0000000000002L;
  }
}
