package io.aicloudops.launcher.system;

import java.util.Locale;

/**
 * What became of a row; seconds from the fault on, negative where it did not come to it.
 *
 * @param recognised the cause became known, found or given
 * @param planned in words: yes, no, or when people were told
 * @param note for whoever looks into a failure
 */
record Played(
    Row row,
    boolean recognised,
    String planned,
    double mended,
    double verified,
    String undone,
    String note) {

  /** The head of the table of docs/safety.md. */
  static final String HEAD =
      """
      | fault | level | action | known by | recognised | planned | mended (s) | verified (s) | undo tested |
      |---|---|---|---|---|---|---|---|---|
      """;

  static final String NONE = "–";

  /** Its line of the table. */
  String line() {
    return begin(row)
        + " %s | %s | %s | %s | %s |%n"
            .formatted(
                recognised ? found() : "no",
                planned,
                row.told() ? NONE : seconds(mended),
                row.told() ? NONE : seconds(verified),
                undone);
  }

  /** What was put into the log was not found out. */
  private String found() {
    return switch (row.seen()) {
      case CLUSTER, EVENT -> "yes";
      case ADVICE, CAUSE -> "given";
    };
  }

  /** What stands in a row's line before it is played. */
  static String begin(Row row) {
    return "| %s | %s | %s | %s |"
        .formatted(
            row.fault().title(),
            row.fault().level().name().toLowerCase(Locale.ROOT),
            row.told() ? NONE : row.actionId(),
            row.seen().name().toLowerCase(Locale.ROOT));
  }

  static String seconds(double time) {
    return time < 0 ? "no" : String.format(Locale.ROOT, "%.1f", time);
  }
}
