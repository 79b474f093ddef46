package io.aicloudops.rca.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.rca.counts.Tally;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LogTallyTest {

  private static final String CART = "c/shop/Deployment/cart";
  private static final long START = 1_700_000_000_000L;
  private static final long IDLE = 3_600_000;

  private LogTally tally = new LogTally(CART, 100, IDLE);
  private final List<MetricBatch> metrics = new ArrayList<>();
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final Tally.Output out =
      new Tally.Output() {
        @Override
        public void metrics(MetricBatch batch) {
          metrics.add(batch);
        }

        @Override
        public void anomaly(Anomaly anomaly) {
          anomalies.add(anomaly);
        }
      };

  /** Lines of the n-th interval of ten seconds; the state goes through its bytes. */
  private void lines(int interval, String member, LogLine... lines) {
    long end = START + 10_000L * interval;
    tally.offer(
        new LogBatch(
            CART, member, Instant.ofEpochMilli(end), 10_000L, interval + member, List.of(lines)),
        end,
        out);
    tally = LogTally.fromBytes(CART, 100, IDLE, tally.toBytes());
  }

  private static LogLine line(LogSeverity severity, String text, int count) {
    return new LogLine(severity, text, count);
  }

  private static double value(MetricBatch batch, String series) {
    int at = batch.getSeries().indexOf(series);
    return at < 0 ? Double.NaN : batch.getValues().get(at);
  }

  private static String error(String template) {
    return "log_errors_total{template=\"" + template + "\"}";
  }

  @Test
  void tellsTotalsOfEachMemberAtTheEndOfAnInterval() {
    lines(1, "a", line(LogSeverity.INFO, "fine", 5), line(LogSeverity.ERROR, "no stock of 7", 2));
    lines(1, "b", line(LogSeverity.WARN, "slow", 1));
    tally.advance(START + 16_000, out);

    assertThat(metrics).extracting(MetricBatch::getMember).containsExactly("a", "b");
    MetricBatch a = metrics.get(0);
    assertThat(a.getTime()).isEqualTo(Instant.ofEpochMilli(START + 10_000));
    assertThat(a.getSource()).isEqualTo("logs");
    assertThat(value(a, "log_lines_total")).isEqualTo(7);
    assertThat(value(a, error("no stock of <*>"))).isEqualTo(2);
    assertThat(value(metrics.get(1), "log_warnings_total")).isEqualTo(1);
  }

  @Test
  void tellsZerosBeforeTheFirstLinesOfAnErrorSoThatTheyAreARate() {
    lines(1, "a", line(LogSeverity.INFO, "fine", 1));
    lines(2, "a", line(LogSeverity.FATAL, "out of memory", 9));
    tally.advance(START + 26_000, out);

    assertThat(metrics).hasSize(3);
    MetricBatch born = metrics.get(1);
    assertThat(born.getTime()).isEqualTo(Instant.ofEpochMilli(START + 10_000));
    assertThat(born.getSeries()).containsExactly(error("out of memory"));
    assertThat(born.getValues()).containsExactly(0.0);
    assertThat(value(metrics.get(2), error("out of memory"))).isEqualTo(9);
  }

  @Test
  void quietIsARateOfZeroUntilItIsForgotten() {
    lines(1, "a", line(LogSeverity.INFO, "fine", 1));
    for (long now = START; now < START + 2 * IDLE; now += 10_000) {
      tally.advance(now, out);
    }
    assertThat(metrics).hasSize((int) (IDLE / 10_000) + 1);
    assertThat(tally.forgotten()).isTrue();
    assertThat(tally.due()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anErrorThatWasNeverSeenBeforeIsEvidenceUntilItIsQuiet() {
    for (int n = 1; n <= 100; n++) {
      lines(n, "a", line(LogSeverity.ERROR, "known trouble " + n, 1));
    }
    assertThat(anomalies).isEmpty();
    lines(101, "a", line(LogSeverity.ERROR, "disk quota exceeded on /data", 3));
    lines(102, "a", line(LogSeverity.INFO, "something new but fine", 1));
    lines(103, "a", line(LogSeverity.ERROR, "disk quota exceeded on /data", 1));

    assertThat(anomalies)
        .singleElement()
        .satisfies(
            anomaly -> {
              assertThat(anomaly.getStatus()).isEqualTo(AnomalyStatus.OPEN);
              assertThat(anomaly.getSignal())
                  .isEqualTo("log_template:new{template=\"disk quota exceeded on /data\"}");
              assertThat(anomaly.getRole()).isEqualTo(SignalRole.ERRORS);
              assertThat(anomaly.getScore()).as("supports, opens nothing").isLessThan(0.5);
              assertThat(anomaly.getValue()).isEqualTo(3);
            });
    tally.advance(START + 1_300_000, out);
    assertThat(anomalies).hasSize(2);
    assertThat(anomalies.get(1).getId()).isEqualTo(anomalies.get(0).getId());
    assertThat(anomalies.get(1).getStatus()).isEqualTo(AnomalyStatus.CLOSED);
    assertThat(anomalies.get(1).getValue()).isEqualTo(4);
  }

  @Test
  void ofVeryManyNewErrorsItTellsTheFirstFew() {
    for (int n = 1; n <= 100; n++) {
      lines(n, "a", line(LogSeverity.INFO, "fine", 1));
    }
    List<LogLine> many = new ArrayList<>();
    for (char letter = 'a'; letter < 'z'; letter++) {
      many.add(line(LogSeverity.ERROR, "module " + letter + letter + " cannot start", 1));
      many.add(line(LogSeverity.ERROR, "cause" + letter + letter + " unknown", 1));
    }
    lines(101, "a", many.toArray(LogLine[]::new));

    assertThat(anomalies).hasSizeLessThanOrEqualTo(5).isNotEmpty();
    tally.advance(START + 1_016_000, out);
    MetricBatch last = metrics.get(metrics.size() - 1);
    assertThat(last.getSeries().stream().filter(s -> s.startsWith("log_errors"))).hasSize(12);
    assertThat(value(last, error("other"))).isGreaterThan(1);
  }

  @Test
  void refusesTheStateOfANewerProgram() {
    byte[] bytes = tally.toBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> LogTally.fromBytes(CART, 100, IDLE, bytes))
        .hasMessageContaining("newer");
  }

  @Test
  void aPauseOfTheWholeStreamEndsWhatIsOpen() {
    for (int n = 1; n <= 100; n++) {
      lines(n, "a", line(LogSeverity.INFO, "fine", 1));
    }
    lines(101, "a", line(LogSeverity.ERROR, "disk quota exceeded on /data", 3));
    long later = START + 1_010_000 + 3 * IDLE;
    assertThat(tally.due()).isLessThan(later);
    tally.advance(later, out);
    tally.advance(later, out);

    assertThat(anomalies).hasSize(2);
    assertThat(anomalies.get(1).getStatus()).isEqualTo(AnomalyStatus.CLOSED);
    assertThat(tally.forgotten()).isTrue();
  }

  /** Twenty templates, eleven that had to go, and an error that is told as new. */
  @Test
  void readsTheStateOfBeforeEvictedTemplatesWereRemembered() throws IOException {
    try (InputStream in = LogTallyTest.class.getResourceAsStream("tally-1.bin")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      tally = LogTally.fromBytes(CART, 20, IDLE, bytes);
    }
    assertThat(tally.miner().templates()).hasSize(20);
    assertThat(tally.miner().take("volume is read only", START + 1_100_000).fresh()).isFalse();
    long sixHoursLater = START + 1_100_000 + 21_600_000;
    assertThat(tally.miner().take("no such host", sixHoursLater).fresh()).isTrue();
    tally.advance(START + 1_300_000, out);
    assertThat(anomalies)
        .singleElement()
        .satisfies(closed -> assertThat(closed.getStatus()).isEqualTo(AnomalyStatus.CLOSED));
  }
}
