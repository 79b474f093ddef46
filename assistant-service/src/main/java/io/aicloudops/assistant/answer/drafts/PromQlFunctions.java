package io.aicloudops.assistant.answer.drafts;

import java.util.Set;

/** The functions of PromQL by what they take (Prometheus 3, without experimental ones). */
final class PromQlFunctions {

  /** Operators that may have by or without. */
  static final Set<String> AGGREGATIONS =
      Set.of(
          "sum",
          "avg",
          "min",
          "max",
          "count",
          "stddev",
          "stdvar",
          "group",
          "topk",
          "bottomk",
          "quantile",
          "count_values");

  /** Functions that need a window. */
  static final Set<String> OF_RANGES =
      Set.of(
          "rate",
          "irate",
          "increase",
          "delta",
          "idelta",
          "deriv",
          "predict_linear",
          "changes",
          "resets",
          "avg_over_time",
          "min_over_time",
          "max_over_time",
          "sum_over_time",
          "count_over_time",
          "quantile_over_time",
          "stddev_over_time",
          "stdvar_over_time",
          "last_over_time",
          "present_over_time",
          "absent_over_time");

  /** Functions that take no window. */
  static final Set<String> OF_INSTANTS =
      Set.of(
          "abs",
          "absent",
          "ceil",
          "clamp",
          "clamp_max",
          "clamp_min",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "days_in_month",
          "exp",
          "floor",
          "histogram_avg",
          "histogram_count",
          "histogram_fraction",
          "histogram_quantile",
          "histogram_sum",
          "hour",
          "label_join",
          "label_replace",
          "ln",
          "log10",
          "log2",
          "minute",
          "month",
          "round",
          "scalar",
          "sgn",
          "sort",
          "sort_desc",
          "sqrt",
          "timestamp",
          "vector",
          "year",
          "sin",
          "cos",
          "tan",
          "deg",
          "rad");

  /** Functions without arguments. */
  static final Set<String> OF_NOTHING = Set.of("time", "pi");

  private PromQlFunctions() {}
}
