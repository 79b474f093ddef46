package io.aicloudops.connect.otlp.lines;

import io.aicloudops.schemas.event.LogSeverity;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How bad a line is: by its number, else by its text's own word for it. */
public final class Severities {

  private static final int SEARCHED = 120;

  /** A level in capitals, or as a field, near the line's begin. */
  private static final Pattern LEVEL =
      Pattern.compile(
          "\\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|PANIC|EMERG)\\b"
              + "|(?i:\\b(?:level|lvl|severity)\"?\\s*[=:]\\s*\"?(\\w+))"
              + "|^(panic|fatal):");

  private Severities() {}

  /**
   * The severity.
   *
   * @param number of OpenTelemetry's log data model, 1 to 24; 0 if it is not said
   * @param word the source's own word; may be empty
   * @param text the line
   * @see <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">Log data model</a>
   */
  public static LogSeverity of(int number, String word, String text) {
    if (number > 0 && number <= 24) {
      return switch ((number - 1) / 4) {
        case 0, 1 -> LogSeverity.DEBUG;
        case 2 -> LogSeverity.INFO;
        case 3 -> LogSeverity.WARN;
        case 4 -> LogSeverity.ERROR;
        default -> LogSeverity.FATAL;
      };
    }
    LogSeverity said = ofWord(word);
    if (said != LogSeverity.UNKNOWN) {
      return said;
    }
    Matcher level = LEVEL.matcher(text.substring(0, Math.min(SEARCHED, text.length())));
    while (level.find()) {
      for (int group = 1; group <= 3; group++) {
        LogSeverity found = level.group(group) == null ? said : ofWord(level.group(group));
        if (found != LogSeverity.UNKNOWN) {
          return found;
        }
      }
    }
    return LogSeverity.UNKNOWN;
  }

  private static LogSeverity ofWord(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "trace", "debug", "verbose" -> LogSeverity.DEBUG;
      case "info", "information", "notice" -> LogSeverity.INFO;
      case "warn", "warning" -> LogSeverity.WARN;
      case "error", "err", "severe" -> LogSeverity.ERROR;
      case "fatal", "critical", "crit", "panic", "emerg", "alert" -> LogSeverity.FATAL;
      default -> LogSeverity.UNKNOWN;
    };
  }
}
