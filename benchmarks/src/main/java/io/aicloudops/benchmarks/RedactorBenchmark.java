package io.aicloudops.benchmarks;

import io.aicloudops.runtime.redact.Redactor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time of taking secrets out of one line of a log, of which few have any. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RedactorBenchmark {

  private static final int LINES = 8;

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

  private final Redactor redactor = new Redactor(false);

  /** Lines without anything to take out. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void plain(Blackhole hole) {
    PLAIN.forEach(line -> hole.consume(redactor.redact(line)));
  }

  /** Lines with a secret each. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void secret(Blackhole hole) {
    SECRET.forEach(line -> hole.consume(redactor.redact(line)));
  }
}
