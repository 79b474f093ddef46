package io.aicloudops.rca.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.rca.counts.Tally;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTallyTest {

  private static final String CART = "c/shop/Deployment/cart";
  private static final long START = 1_700_000_000_000L;

  private CallTally tally = new CallTally(CART, "cart-a", 3_600_000);
  private final List<MetricBatch> metrics = new ArrayList<>();
  private final Tally.Output out =
      new Tally.Output() {
        @Override
        public void metrics(MetricBatch batch) {
          metrics.add(batch);
        }

        @Override
        public void anomaly(Anomaly anomaly) {
          throw new AssertionError(anomaly);
        }
      };

  private void calls(int interval, CallGroup... groups) {
    long end = START + 10_000L * interval;
    tally.offer(
        new CallBatch(
            CART, "cart-a", Instant.ofEpochMilli(end), 10_000L, "id" + interval, List.of(groups)),
        end,
        out);
    tally = CallTally.fromBytes(CART, "cart-a", 3_600_000, tally.toBytes());
  }

  private static CallGroup answered(String name, List<Long> good, List<Long> bad) {
    return new CallGroup(CallSide.ANSWERED, name, good, bad, List.of());
  }

  private double value(int batch, String series) {
    int at = metrics.get(batch).getSeries().indexOf(series);
    return at < 0 ? Double.NaN : metrics.get(batch).getValues().get(at);
  }

  @Test
  void tellsCountersAndHistogramsOfCallsAnswered() {
    calls(1, answered("/buy", List.of(1_500L, 40_000L), List.of(99_000_000L)));
    tally.advance(START + 16_000, out);

    assertThat(metrics).hasSize(2);
    assertThat(metrics.get(0).getTime()).isEqualTo(Instant.ofEpochMilli(START));
    assertThat(metrics.get(0).getValues()).containsOnly(0.0);
    assertThat(metrics.get(1).getTime()).isEqualTo(Instant.ofEpochMilli(START + 10_000));
    assertThat(metrics.get(1).getMember()).isEqualTo("cart-a");
    assertThat(value(1, "trace_server_calls_total{route=\"/buy\",status=\"ok\"}")).isEqualTo(2);
    assertThat(value(1, "trace_server_calls_total{route=\"/buy\",status=\"error\"}")).isEqualTo(1);
    String buckets = "trace_server_duration_seconds_bucket{le=\"%s\",route=\"/buy\"}";
    assertThat(value(1, buckets.formatted("0.001"))).isZero();
    assertThat(value(1, buckets.formatted("0.002"))).isEqualTo(1);
    assertThat(value(1, buckets.formatted("0.064"))).isEqualTo(2);
    assertThat(value(1, buckets.formatted("8.192"))).isEqualTo(2);
    assertThat(value(1, buckets.formatted("+Inf"))).isEqualTo(3);
    assertThat(metrics.get(1).getTypes())
        .contains(MetricType.COUNTER, MetricType.HISTOGRAM)
        .hasSameSizeAs(metrics.get(1).getSeries());
  }

  @Test
  void tellsTheWayBesideTheWorkOfCallsMade() {
    calls(
        1,
        new CallGroup(CallSide.MADE, "stock", List.of(30_000L), List.of(), List.of(10_000L, 3L)));
    tally.advance(START + 16_000, out);

    assertThat(value(1, "trace_client_gap_seconds_bucket{le=\"0.016\",target=\"stock\"}"))
        .isEqualTo(2);
    assertThat(value(1, "trace_client_duration_seconds_bucket{le=\"0.032\",target=\"stock\"}"))
        .isEqualTo(1);
  }

  @Test
  void noCallsAreARateOfZeroAndTotalsOnlyGrow() {
    calls(1, answered("/buy", List.of(1L), List.of()));
    calls(4, answered("/buy", List.of(1L), List.of()));
    tally.advance(START + 46_000, out);

    assertThat(metrics).hasSize(5);
    String good = "trace_server_calls_total{route=\"/buy\",status=\"ok\"}";
    assertThat(List.of(value(1, good), value(2, good), value(3, good), value(4, good)))
        .containsExactly(1.0, 1.0, 1.0, 2.0);
  }

  @Test
  void tellsOnlySoManyNamesApart() {
    for (int n = 1; n <= 30; n++) {
      calls(n, answered("/" + n, List.of(1L), List.of()));
    }
    tally.advance(START + 306_000, out);

    int last = metrics.size() - 1;
    assertThat(value(last, "trace_server_calls_total{route=\"/10\",status=\"ok\"}")).isEqualTo(1);
    assertThat(value(last, "trace_server_calls_total{route=\"other\",status=\"ok\"}"))
        .isEqualTo(20);
  }

  @Test
  void refusesTheStateOfANewerProgram() {
    byte[] bytes = tally.toBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> CallTally.fromBytes(CART, "cart-a", 1, bytes))
        .hasMessageContaining("newer");
  }
}
