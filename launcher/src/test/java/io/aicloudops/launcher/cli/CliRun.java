package io.aicloudops.launcher.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command run inside the test's JVM: how it ended and what it printed. */
public record CliRun(int code, String out, String err) {

  /** Runs it to its end. */
  public static CliRun of(String... args) {
    return of(Aiops.commandLine(), args);
  }

  static CliRun of(CommandLine line, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(args);
    return new CliRun(code, out.toString(), err.toString());
  }
}
