package io.aicloudops.benchmarks;

import io.aicloudops.runtime.redact.Redactor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/**
 * CPU time of taking secrets out of one line of a log, of which few have any. Of one thread, so
 * that it is right on a busy machine too.
 */
public final class RedactorTime {

  private static final int ROUNDS = 20_000;
  private static final int MEASURED = 5;

  private static final List<String> PLAIN =
      List.of(
          "GET /api/v1/cart/items 200 in 12 ms",
          "2026-03-01T10:00:00.123Z INFO checkout: order 1234567 accepted, 3 items, total 48.20",
          "java.lang.IllegalStateException: pool is exhausted, 20 of 20 connections in use",
          "connection to payment:7070 refused, attempt 3 of 5, next in 800 ms",
          "consumer group orders rebalanced, assigned partitions [orders-0, orders-3]",
          "GC pause (young) 24M->11M(256M) 4.312ms",
          "10.1.2.3 - - [01/Mar/2026:10:00:00 +0000] \"POST /pay HTTP/1.1\" 502 157 \"-\" \"curl/8.5.0\"",
          "trace 5b8efff798038103d269b633813fc60c span eee19b7ec3c1b174 took 35 ms");

  private static final List<String> SECRET =
      List.of(
          "login of ann@example.com failed",
          "using db_password=hunter2 for store",
          "Authorization: Bearer abcdef1234567890",
          "postgres://app:pw@db:5432/x is away",
          "call 138 1234 5678 back",
          "api_key: 12345 was refused",
          "set-cookie: id=1; Path=/",
          "token eyJhbGciOi.eyJzdWIiOi.c2ln has expired");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private RedactorTime() {}

  /** Prints microseconds a line, for lines with and without secrets. */
  public static void main(String[] args) {
    Redactor redactor = new Redactor(false);
    for (int i = 0; i < MEASURED; i++) {
      System.out.printf(
          Locale.ROOT,
          "%.2f µs a line, %.2f µs a line with a secret%n",
          micros(redactor, PLAIN),
          micros(redactor, SECRET));
    }
  }

  private static double micros(Redactor redactor, List<String> lines) {
    long before = THREADS.getCurrentThreadCpuTime();
    long length = 0;
    for (int i = 0; i < ROUNDS; i++) {
      for (String line : lines) {
        length += redactor.redact(line).length();
      }
    }
    long took = THREADS.getCurrentThreadCpuTime() - before;
    if (length == 0) {
      throw new IllegalStateException("nothing is left of any line");
    }
    return took / 1000.0 / ROUNDS / lines.size();
  }
}
