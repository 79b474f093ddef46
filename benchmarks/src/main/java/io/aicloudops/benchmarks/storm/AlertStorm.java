package io.aicloudops.benchmarks.storm;

import java.util.List;

/**
 * An alert storm with known causes.
 *
 * <pre>AlertStorm fold|webhook [seed] [alerts a second] [seconds] [services] [causes]</pre>
 *
 * <p>{@code fold} drives the fold on one thread, as fast as it goes; {@code webhook} posts to a
 * process with the webhook, an embedded broker and the topologies, at the rate. Exit code 1 if
 * alerts were not accepted, a cause is not in exactly one incident, or there are more than 5 % more
 * incidents than causes.
 */
public final class AlertStorm {

  private AlertStorm() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    String mode = given.isEmpty() ? "fold" : given.get(0);
    long seed = number(given, 1, 1);
    int rate = (int) number(given, 2, 10_000);
    int seconds = (int) number(given, 3, 60);
    int services = (int) number(given, 4, 1_000);
    int causes = (int) number(given, 5, 60);
    StormWorld world = new StormWorld(seed, services, causes, 500L * seconds);
    System.out.printf("%s, seed %d, %d services%n", mode, seed, services);
    StormReport report = new StormReport();
    switch (mode) {
      case "fold" -> new FoldStorm(report).run(world, seconds, rate);
      case "webhook" -> new WebhookStorm(report).run(world, seconds, rate);
      default -> throw new IllegalArgumentException("the mode is fold or webhook, not " + mode);
    }
    System.exit(report.print(System.out, world) ? 0 : 1);
  }

  private static long number(List<String> args, int at, long otherwise) {
    return at < args.size() ? Long.parseLong(args.get(at)) : otherwise;
  }
}
