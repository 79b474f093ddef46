package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.Version;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.settings.SettingsException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The {@code aiops} command. */
@Command(
    name = "aiops",
    description = "Detects, explains, forecasts and mends: AIOps for Kubernetes.",
    mixinStandardHelpOptions = true,
    versionProvider = Aiops.Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      RunCommand.class,
      IncidentsCommand.class,
      ExplainCommand.class,
      InspectCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      FeedbackCommand.class,
      AskCommand.class,
      TokenCommand.class,
      TopicsCommand.class,
      MetricsCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      ConfigCommand.class,
      BacktestCommand.class,
      ReplayCommand.class,
      LoadCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 it failed, 2 wrong usage or configuration, 3 the service cannot be reached.",
      "Begin with: aiops demo"
    })
public final class Aiops {

  /** Wrong usage or configuration; picocli uses the same number. */
  static final int BAD_CONFIGURATION = 2;

  /** The query service does not answer. */
  static final int UNREACHABLE = 3;

  /** Runs a command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for {@code main} and tests. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Aiops());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Aiops::onFailure);
    return line;
  }

  private static int onFailure(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (failure instanceof SettingsException settings) {
      err.println("The configuration cannot be used:");
      settings.problems().forEach(problem -> err.println("  " + problem));
      return BAD_CONFIGURATION;
    }
    if (failure instanceof UnreachableException) {
      err.println(failure.getMessage());
      return UNREACHABLE;
    }
    boolean expected =
        failure instanceof IllegalStateException
            || failure instanceof ClientException
            || failure instanceof LogUnavailableException;
    if (expected) {
      err.println(failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    return 1;
  }

  /** The version for {@code --version}. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"AI-CloudOps " + Version.text()};
    }
  }
}
