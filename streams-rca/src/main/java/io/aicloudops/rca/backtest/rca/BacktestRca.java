package io.aicloudops.rca.backtest.rca;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names the causes of recorded incidents: of every folder with an {@code input.json}, and of every
 * {@code inputs.jsonl.gz} of alert storms. Reads the signals row by row and nothing that tells the
 * answer; writes one line of JSON a case.
 */
public final class BacktestRca {

  /** Is told of the work as it goes on. */
  public interface Progress {

    /**
     * A case is done.
     *
     * @param id of the case
     * @param cases how many are done
     * @param millis how long it took, reading included
     */
    void done(String id, long cases, double millis);
  }

  /**
   * What was done.
   *
   * @param cases how many
   * @param meanMillis a case, reading included
   */
  public record Summary(long cases, double meanMillis) {}

  private final BufferedWriter out;
  private final Progress progress;
  private final long start = System.nanoTime();
  private long cases;
  private long last = start;

  private BacktestRca(BufferedWriter out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param in directory with the cases, at any depth
   * @param out file for the answers
   * @throws IOException if something cannot be read or written; the message names the file
   */
  public static Summary run(Path in, Path out, Progress progress) throws IOException {
    List<Path> inputs;
    try (Stream<Path> all = Files.walk(in)) {
      inputs =
          all.filter(p -> p.endsWith("input.json") || p.endsWith("inputs.jsonl.gz"))
              .sorted()
              .toList();
    }
    try (BufferedWriter writer = Files.newBufferedWriter(out)) {
      BacktestRca run = new BacktestRca(writer, progress);
      for (Path input : inputs) {
        run.one(input);
      }
      double millis = (System.nanoTime() - run.start) / 1e6;
      return new Summary(run.cases, millis / Math.max(1, run.cases));
    }
  }

  private void one(Path input) throws IOException {
    if (input.endsWith("inputs.jsonl.gz")) {
      StormFile.read(input, this::write);
      return;
    }
    try {
      write(answer(new CaseFolder(input.resolveSibling(""))));
    } catch (IOException | RuntimeException e) {
      throw new IOException(input.getParent() + ": " + e, e);
    }
  }

  private static Answer answer(CaseFolder folder) throws IOException {
    if (folder.input().has("score_range")) {
      return new Recording(folder).answer();
    }
    if (folder.has("k8s_state.json.gz")) {
      return new SnapshotCase(folder).answer();
    }
    return new MeasuredCase(folder).answer();
  }

  private void write(Answer answer) throws IOException {
    out.write(CaseFolder.JSON.writeValueAsString(answer.node()));
    out.newLine();
    cases++;
    long now = System.nanoTime();
    progress.done(answer.node().path("id").asText(), cases, (now - last) / 1e6);
    last = now;
  }
}
