package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConventionsTest {

  @ParameterizedTest
  @CsvSource({
    "http_server_requests_total, rate, false, TRAFFIC",
    "http_server_request_duration_seconds, p99, true, LATENCY",
    "http_server_request_duration_seconds, rate, true, TRAFFIC",
    "http_server_requests_total, error_ratio, false, ERRORS",
    "payment_failures_total, rate, false, ERRORS",
    "db_pool_connections_in_use, saturation, false, SATURATION",
    "work_queue_depth, value, false, SATURATION",
    "process_resident_memory_bytes, value, false, RESOURCE",
    "process_cpu_seconds_total, rate, false, RESOURCE",
    "jvm_gc_pause_seconds, rate, true, RESOURCE",
    "kube_deployment_status_replicas_available, value, false, AVAILABILITY",
    "up, value, false, AVAILABILITY",
    "room_humidity, value, false, OTHER"
  })
  void rolesFollowFromNames(String metric, String stat, boolean distribution, SignalRole role) {
    assertThat(Conventions.role(metric, stat, distribution)).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({
    "x_total, COUNTER",
    "x_count, COUNTER",
    "x_sum, COUNTER",
    "x_bucket, HISTOGRAM",
    "x_info, INFO",
    "x, GAUGE"
  })
  void typesAreGuessedFromSuffixes(String name, MetricType type) {
    assertThat(Conventions.type(name, MetricType.UNKNOWN)).isEqualTo(type);
    assertThat(Conventions.type(name, MetricType.GAUGE)).isEqualTo(MetricType.GAUGE);
  }

  @ParameterizedTest
  @CsvSource({
    "code, 500, BAD", "code, 200, GOOD", "status, 5xx, BAD", "http_response_status_code, 404, GOOD",
    "grpc_code, Unavailable, BAD", "grpc_code, OK, GOOD", "outcome, SERVER_ERROR, BAD",
        "result, success, GOOD",
    "colour, red, UNSAID"
  })
  void outcomesAreReadFromLabels(String label, String value, Labels.Outcome outcome) {
    assertThat(Labels.outcome(Map.of(label, value))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "db_pool_in_use, db_pool_max",
    "jvm_memory_used_bytes, jvm_memory_max_bytes",
    "process_open_fds, process_max_fds",
    "container_memory_working_set_bytes, container_spec_memory_limit_bytes",
    "hikaricp_connections_active, hikaricp_connections_max"
  })
  void usesMeetTheirLimits(String use, String limit) {
    assertThat(Conventions.saturationKey(use))
        .isNotEmpty()
        .isEqualTo(Conventions.saturationKey(limit));
    assertThat(Conventions.limit(limit)).isTrue();
    assertThat(Conventions.limit(use)).isFalse();
  }

  @Test
  void theLongestTimeIsNoLimit() {
    assertThat(Conventions.limit("http_server_requests_seconds_max")).isFalse();
  }
}
