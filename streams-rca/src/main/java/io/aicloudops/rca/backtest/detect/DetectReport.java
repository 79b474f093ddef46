package io.aicloudops.rca.backtest.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A page without scripts or outside resources: the series that went worst and best. */
final class DetectReport {

  private static final int OF_EACH = 6;

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><title>Detection backtest</title>
      <style>
      body { font: 14px/1.4 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
      h3 { margin: 1.5rem 0 0 } p { margin: 0; color: #555 }
      svg { width: 100%; height: 8rem; background: #fafafa }
      .line { fill: none; stroke: #205493; vector-effect: non-scaling-stroke }
      .label { fill: #f9d77e } .alarm { fill: #c21f3a }
      </style>
      """;

  private DetectReport() {}

  static void write(Path file, BacktestDetect.Summary summary, List<Picture> pictures)
      throws IOException {
    List<Picture> sorted =
        pictures.stream().sorted(Comparator.comparingDouble(Picture::goodness)).toList();
    int worst = Math.min(OF_EACH, (sorted.size() + 1) / 2);
    StringBuilder html = new StringBuilder(HEAD);
    html.append("<h1>Detection backtest</h1>\n<p>").append(summary.files()).append(" files, ");
    html.append(summary.rows()).append(" rows, ").append(summary.alarms());
    html.append(" alarms. Red: alarms. Yellow: labelled, if the files have labels.</p>\n");
    html.append("<h2>Worst</h2>\n");
    sorted.subList(0, worst).forEach(one -> one.write(html));
    html.append("<h2>Best</h2>\n");
    for (int k = sorted.size() - 1; k >= Math.max(worst, sorted.size() - OF_EACH); k--) {
      sorted.get(k).write(html);
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, html.append("</html>\n"));
  }
}
