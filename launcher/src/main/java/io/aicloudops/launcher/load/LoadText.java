package io.aicloudops.launcher.load;

/** A report for people. */
public final class LoadText {

  private LoadText() {}

  /** Several lines. */
  public static String of(LoadReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d workloads, %,d signals, %,d samples; event time %.0f s a scrape",
        report.entities(),
        report.signals(),
        report.samples(),
        report.intervalSeconds());
    for (LoadReport.Phase phase : report.phases()) {
      line(text, "%s%s", phase.name(), offered(phase));
      line(
          text,
          "  throughput  %,.0f samples/s, %,d on their way at the end",
          phase.samplesPerSecond(),
          phase.backlog());
      CpuUse cpu = phase.cpu();
      line(
          text,
          "  processor   %.2f s a million samples: producer %.2f, broker %.2f, detection %.2f,"
              + " watcher %.2f, compiler %.2f, rest %.2f; %.2f cores",
          cpu.all(),
          cpu.producer(),
          cpu.broker(),
          cpu.detection(),
          cpu.watcher(),
          cpu.compiler(),
          cpu.rest(),
          phase.cores());
      Latency latency = phase.latency();
      line(
          text,
          "  anomalies   p50 %.0f, p99 %.0f, p99.9 %.0f, longest %.0f ms from produce, of %,d",
          latency.p50(),
          latency.p99(),
          latency.p999(),
          latency.max(),
          latency.count());
    }
    LoadReport.State state = report.state();
    line(
        text,
        "state         %.0f bytes a signal on the heap, %.0f on disk, %.0f in the changelog",
        state.heapPerSignal(),
        state.diskPerSignal(),
        state.changelogPerSignal());
    line(
        text,
        "log           %.1f bytes a sample of metrics, %.1f of signals, %.1f of changelog",
        state.metricsPerSample(),
        state.signalsPerSample(),
        state.changelogPerSample());
    line(
        text,
        "restart       %.1f s with its state, %.1f s from the changelog",
        report.restart().kept(),
        report.restart().lost());
    line(
        text,
        "anomalies     %,d of %,d found, %,d where none was put in",
        report.found(),
        report.steps(),
        report.unexpected());
    text.append(
        String.format(
            "lost          %,d batches, %,d samples refused",
            report.unprocessed(), report.refused()));
    return text.toString();
  }

  /** How processor time grew against the first of several runs. */
  public static String growth(int factor, LoadReport first, LoadReport now) {
    double ratio = now.phases().get(0).cpu().running() / first.phases().get(0).cpu().running();
    return String.format(
        "growth        %d× the signals at the same interval cost %.2f× the processor time,"
            + " compilation apart",
        factor, factor * ratio);
  }

  private static String offered(LoadReport.Phase phase) {
    return phase.offered() > 0 ? String.format(", %,.0f samples/s offered", phase.offered()) : "";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(format + "%n", values));
  }
}
