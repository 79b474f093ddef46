package io.aicloudops.rca.signals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the labels of a series say: how a thing ended, what state a part of a pool is in, which part
 * of a metric it is.
 */
final class Labels {

  private static final List<String> KEPT =
      List.of(
          "route",
          "uri",
          "path",
          "handler",
          "endpoint",
          "target",
          "peer",
          "upstream",
          "destination",
          "pool",
          "topic",
          "consumergroup",
          "group",
          "queue",
          "device",
          "resource",
          "condition",
          "phase",
          "state",
          "template");
  private static final List<String> CODES =
      List.of(
          "code",
          "status",
          "status_code",
          "http_status",
          "http_status_code",
          "http_response_status_code",
          "response_code");
  private static final Set<String> BAD =
      Set.of(
          "error",
          "errors",
          "err",
          "fail",
          "failed",
          "failure",
          "server_error",
          "exception",
          "timeout",
          "5xx",
          "unknown_error");
  private static final Set<String> BAD_GRPC =
      Set.of(
          "unknown",
          "deadlineexceeded",
          "unimplemented",
          "internal",
          "unavailable",
          "dataloss",
          "resourceexhausted");

  private Labels() {}

  /**
   * The label that tells parts of a metric apart that are worth a signal of their own; empty if it
   * has none.
   */
  static String keptLabel(Map<String, String> labels) {
    for (String kept : KEPT) {
      if (labels.containsKey(kept)) {
        return kept;
      }
    }
    return "";
  }

  /** Whether a counted thing says how it ended. */
  enum Outcome {
    UNSAID,
    GOOD,
    BAD
  }

  /** Reads status codes (5xx is bad), gRPC codes and outcome labels. */
  static Outcome outcome(Map<String, String> labels) {
    String grpc = labels.get("grpc_code");
    if (grpc != null) {
      return BAD_GRPC.contains(grpc.toLowerCase(Locale.ROOT).replace("_", ""))
          ? Outcome.BAD
          : Outcome.GOOD;
    }
    for (String code : CODES) {
      String value = labels.get(code);
      if (value != null && !value.isEmpty()) {
        return value.charAt(0) == '5' || BAD.contains(value.toLowerCase(Locale.ROOT))
            ? Outcome.BAD
            : Outcome.GOOD;
      }
    }
    String said = labels.containsKey("outcome") ? labels.get("outcome") : labels.get("result");
    if (said == null) {
      return Outcome.UNSAID;
    }
    return BAD.contains(said.toLowerCase(Locale.ROOT)) ? Outcome.BAD : Outcome.GOOD;
  }

  /**
   * What a part of a pool is that names its state in a label: {@code
   * db_connections{state="in_use"}}.
   */
  enum PoolState {
    NONE,
    USE,
    LIMIT
  }

  /** Reads the label {@code state}. */
  static PoolState poolState(Map<String, String> labels) {
    return switch (labels.getOrDefault("state", "")) {
      case "in_use", "used", "active", "busy" -> PoolState.USE;
      case "max", "limit", "capacity" -> PoolState.LIMIT;
      default -> PoolState.NONE;
    };
  }
}
