package io.aicloudops.connect.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.event.MetricType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionParserTest {

  private record Sample(String series, MetricType type, double value) {}

  private static List<Sample> parse(String page, boolean openMetrics) throws ExpositionException {
    List<Sample> samples = new ArrayList<>();
    int count =
        ExpositionParser.parse(
            page,
            openMetrics,
            (series, type, value) -> samples.add(new Sample(series, type, value)));
    assertThat(count).isEqualTo(samples.size());
    return samples;
  }

  @Test
  void readsThePrometheusTextFormat() throws ExpositionException {
    String page =
        """
        # HELP http_requests_total Requests, \\n answered.
        # TYPE http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{ method = "a}b\\"c" , code="400", }    3

        # a remark
        # TYPE latency histogram
        latency_bucket{le="0.1"} 24
        latency_bucket{le="+Inf"} 144
        latency_sum 53.4
        latency_count 144
        # TYPE rpc summary
        rpc{quantile="0.5"} 4.773e-05
        rpc_count 2\r
        \tnot_typed +Inf
        something_total -Inf
        nan_one NaN
        nan_two nan -3
        no_newline 1e3""";

    assertThat(parse(page, false))
        .containsExactly(
            new Sample(
                "http_requests_total{method=\"post\",code=\"200\"}", MetricType.COUNTER, 1027),
            new Sample(
                "http_requests_total{ method = \"a}b\\\"c\" , code=\"400\", }",
                MetricType.COUNTER,
                3),
            new Sample("latency_bucket{le=\"0.1\"}", MetricType.HISTOGRAM, 24),
            new Sample("latency_bucket{le=\"+Inf\"}", MetricType.HISTOGRAM, 144),
            new Sample("latency_sum", MetricType.HISTOGRAM, 53.4),
            new Sample("latency_count", MetricType.HISTOGRAM, 144),
            new Sample("rpc{quantile=\"0.5\"}", MetricType.SUMMARY, 4.773e-05),
            new Sample("rpc_count", MetricType.SUMMARY, 2),
            new Sample("not_typed", MetricType.UNKNOWN, Double.POSITIVE_INFINITY),
            new Sample("something_total", MetricType.COUNTER, Double.NEGATIVE_INFINITY),
            new Sample("nan_one", MetricType.UNKNOWN, Double.NaN),
            new Sample("nan_two", MetricType.UNKNOWN, Double.NaN),
            new Sample("no_newline", MetricType.UNKNOWN, 1000));
  }

  @Test
  void readsOpenMetrics() throws ExpositionException {
    String page =
        """
        # TYPE foo_seconds counter
        # UNIT foo_seconds seconds
        foo_seconds_total{a="b"} 17.0 1520879607.789 # {trace_id="x"} 0.67 1520879607.123
        foo_seconds_created{a="b"} 1520872607.123
        # TYPE build info
        build_info{version="1"} 1
        # TYPE mode stateset
        mode{mode="on"} 1
        # TYPE sizes gaugehistogram
        sizes_bucket{le="1"} 2
        # TYPE odd unknown
        odd 1
        # EOF
        """;

    assertThat(parse(page, true))
        .extracting(Sample::type)
        .containsExactly(
            MetricType.COUNTER,
            MetricType.GAUGE,
            MetricType.INFO,
            MetricType.STATESET,
            MetricType.GAUGE,
            MetricType.UNKNOWN);
  }

  @Test
  void noticesThatAPageIsCutOff() {
    assertThatThrownBy(() -> parse("a 1\n", true)).hasMessageContaining("# EOF is missing");
    assertThatThrownBy(() -> parse("# EOF\na 1\n", true)).hasMessageContaining("after # EOF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a{b=\"c\"",
        "a{b=\"c} 1",
        "a one",
        "a 1d",
        "a 1 soon",
        "a 1 2 3",
        "{} 1",
        "<html>",
        "a 1 # {x=\"y\"} 2"
      })
  void namesTheLineThatIsNoSample(String line) {
    assertThatThrownBy(() -> parse("ok 1\n" + line + "\n", false))
        .isInstanceOf(ExpositionException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @Test
  void knowsTheStaleMarkerFromOtherNotNumbers() {
    assertThat(Staleness.isMarker(Staleness.MARKER)).isTrue();
    assertThat(Staleness.isMarker(Double.NaN)).isFalse();
    assertThat(Staleness.MARKER).isNaN();
  }

  @Test
  void guessesTypesFromNames() {
    assertThat(MetricTypes.guess("x_bucket")).isEqualTo(MetricType.HISTOGRAM);
    assertThat(MetricTypes.guess("target_info")).isEqualTo(MetricType.INFO);
    assertThat(MetricTypes.familyOf("x_count")).isEqualTo("x");
    assertThat(MetricTypes.familyOf("x")).isEqualTo("x");
  }
}
