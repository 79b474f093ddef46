package io.aicloudops.connect.otlp.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineSorterTest {

  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final Subject CART =
      new Subject(EntityId.parse("c/shop/Deployment/cart"), "cart-a", Set.of());

  private final LineSorter sorter = new LineSorter(10_000);

  private void add(int second, LogSeverity severity, String text) {
    sorter.add(CART, (NOON + 1000L * second) * 1_000_000, severity, text);
  }

  @Test
  void countsEqualLinesOfAnInterval() {
    add(1, LogSeverity.ERROR, "no stock");
    add(12, LogSeverity.INFO, "later");
    add(2, LogSeverity.INFO, "no stock");
    add(3, LogSeverity.ERROR, "no stock");

    List<LogBatch> batches = sorter.batches();
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0).getTime()).isEqualTo(Instant.ofEpochMilli(NOON + 10_000));
    assertThat(batches.get(0).getLines())
        .containsExactly(
            new LogLine(LogSeverity.ERROR, "no stock", 2),
            new LogLine(LogSeverity.INFO, "no stock", 1));
    assertThat(batches.get(1).getTime()).isEqualTo(Instant.ofEpochMilli(NOON + 20_000));
  }

  @Test
  void tellsARequestThatIsSentAgainFromAnother() {
    add(1, LogSeverity.INFO, "beat");
    LineSorter again = new LineSorter(10_000);
    again.add(CART, (NOON + 1000) * 1_000_000, LogSeverity.INFO, "beat");
    LineSorter next = new LineSorter(10_000);
    next.add(CART, (NOON + 2000) * 1_000_000, LogSeverity.INFO, "beat");

    String id = sorter.batches().get(0).getId();
    assertThat(again.batches().get(0).getId()).isEqualTo(id);
    assertThat(next.batches().get(0).getId()).isNotEqualTo(id);
  }

  @Test
  void splitsWhatOutgrowsARecord() {
    for (int i = 0; i < 2000; i++) {
      add(1, LogSeverity.INFO, "x".repeat(290) + i);
    }
    List<LogBatch> batches = sorter.batches();
    assertThat(batches).hasSizeGreaterThan(1);
    assertThat(batches.stream().mapToInt(b -> b.getLines().size()).sum()).isEqualTo(2000);
    assertThat(batches.stream().map(LogBatch::getId).distinct()).hasSameSizeAs(batches);
  }

  @ParameterizedTest
  @CsvSource({
    "17, '', all is well, ERROR",
    "9, ERROR, all is well, INFO",
    "24, '', x, FATAL",
    "13, '', x, WARN",
    "5, '', x, DEBUG",
    "0, Warning, x, WARN",
    "0, '', 2026-03-01 12:00:00 ERROR [main] no stock, ERROR",
    "0, '', ts=1 level=warn msg=slow, WARN",
    "0, '', '{\"level\":\"error\",\"msg\":\"x\"}', ERROR",
    "0, '', panic: runtime error, FATAL",
    "0, '', 0 errors found, UNKNOWN",
    "99, '', x, UNKNOWN"
  })
  void readsTheSeverity(int number, String word, String text, LogSeverity severity) {
    assertThat(Severities.of(number, word, text)).isEqualTo(severity);
  }
}
