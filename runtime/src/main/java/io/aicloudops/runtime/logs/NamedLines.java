package io.aicloudops.runtime.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.event.KeyValuePair;

/** Writes lines in the thread that logs them, each with the service of that thread. */
final class NamedLines extends ConsoleAppender<ILoggingEvent> {

  @Override
  protected void append(ILoggingEvent event) {
    if (event instanceof LoggingEvent line) {
      OfService.name()
          .ifPresent(service -> line.addKeyValuePair(new KeyValuePair("service", service)));
    }
    super.append(event);
  }
}
