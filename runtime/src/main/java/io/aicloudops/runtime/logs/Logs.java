package io.aicloudops.runtime.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.util.List;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up logging to standard error. Keys are the same everywhere: {@code service} on each line of
 * a service; {@code entity}, {@code cluster}, {@code incident}, {@code remediation} and {@code
 * topic} where a line is about one.
 */
public final class Logs {

  /** Where the settings stand. */
  public static final Section<LogSettings> SECTION = new Section<>("logs", LogSettings.class);

  /** Says at warning level what is normal at each start and rebalance. */
  private static final List<String> TOO_LOUD =
      List.of(
          "org.apache.kafka.clients.consumer.internals.StreamsGroupHeartbeatRequestManager",
          "org.apache.kafka.controller.QuorumController",
          "org.apache.kafka.streams.StreamsConfig");

  private Logs() {}

  /** Plain lines for people or JSON for collectors. */
  public enum Format {
    PLAIN,
    JSON
  }

  /**
   * What is logged.
   *
   * @param levels by logger name
   */
  public record LogSettings(
      @Setting(value = "plain or json lines.", byDefault = "plain") Format format,
      @Setting(
              value = "Level of our own loggers: error, warn, info, debug, trace.",
              byDefault = "info")
          String level,
      @Setting(value = "Level of everything else.", byDefault = "warn") String othersLevel,
      @Setting(
              value = "Levels by logger name, e.g. {\"org.apache.kafka.clients\" = info}.",
              byDefault = "{}")
          Map<String, String> levels) {}

  /** Replaces whatever logging was configured before. */
  public static void configure(LogSettings settings) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    NamedLines appender = new NamedLines();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(settings.format(), context));
    appender.addFilter(new RetriedByKafka());
    appender.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.othersLevel(), Level.WARN));
    root.addAppender(appender);
    context.getLogger("io.aicloudops").setLevel(Level.toLevel(settings.level(), Level.INFO));
    TOO_LOUD.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    settings
        .levels()
        .forEach(
            (name, level) -> context.getLogger(name).setLevel(Level.toLevel(level, Level.WARN)));
  }

  private static Encoder<ILoggingEvent> encoder(Format format, LoggerContext context) {
    if (format == Format.JSON) {
      LogstashEncoder json = new LogstashEncoder();
      json.setContext(context);
      json.start();
      return json;
    }
    PatternLayoutEncoder plain = new PatternLayoutEncoder();
    plain.setContext(context);
    plain.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{20} - %msg %kvp%n");
    plain.start();
    return plain;
  }
}
