package io.aicloudops.connect.exposition;

import io.aicloudops.schemas.event.MetricType;
import java.util.List;

/** How series are to be read: from the types of families, else from names. */
public final class MetricTypes {

  private static final List<String> SUFFIXES =
      List.of(
          "_total", "_bucket", "_sum", "_count", "_created", "_info", "_gsum", "_gcount", "_max");

  private MetricTypes() {}

  /** The type that an exposition's {@code # TYPE} line names. */
  public static MetricType ofWord(String word) {
    return switch (word) {
      case "counter" -> MetricType.COUNTER;
      case "gauge", "gaugehistogram" -> MetricType.GAUGE;
      case "histogram" -> MetricType.HISTOGRAM;
      case "summary" -> MetricType.SUMMARY;
      case "info" -> MetricType.INFO;
      case "stateset" -> MetricType.STATESET;
      default -> MetricType.UNKNOWN;
    };
  }

  /** True if a series of this name belongs to the family: the same name, or with a known suffix. */
  public static boolean inFamily(String family, String series) {
    return series.startsWith(family)
        && (series.length() == family.length()
            || SUFFIXES.contains(series.substring(family.length())));
  }

  /** The type of a series in a family of known type. */
  public static MetricType inFamily(String series, MetricType family) {
    if (series.endsWith("_created")) {
      return MetricType.GAUGE; // the time at which the counting began
    }
    return family == MetricType.UNKNOWN ? guess(series) : family;
  }

  /**
   * The family's name of a series, for looking its type up; the name itself if it has no suffix.
   */
  public static String familyOf(String series) {
    for (String suffix : List.of("_bucket", "_sum", "_count", "_total", "_info")) {
      if (series.endsWith(suffix)) {
        return series.substring(0, series.length() - suffix.length());
      }
    }
    return series;
  }

  /** The type that a name suggests by the naming conventions of Prometheus. */
  public static MetricType guess(String series) {
    if (series.endsWith("_total")) {
      return MetricType.COUNTER;
    }
    if (series.endsWith("_bucket")) {
      return MetricType.HISTOGRAM;
    }
    if (series.endsWith("_info")) {
      return MetricType.INFO;
    }
    return MetricType.UNKNOWN;
  }
}
