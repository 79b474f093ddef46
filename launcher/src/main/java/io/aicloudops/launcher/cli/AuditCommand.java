package io.aicloudops.launcher.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aiops audit}: what was done to clusters, and whether its record is whole. */
@Command(
    name = "audit",
    description = "Check the record of what was done to clusters.",
    mixinStandardHelpOptions = true,
    subcommands = AuditVerifyCommand.class)
final class AuditCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "audit needs a subcommand: verify");
  }
}
