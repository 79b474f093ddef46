package io.aicloudops.schemas.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A registry that is asked again while it cannot be reached, until it answers or the thread is
 * interrupted. For those who read and write the log: that a registry is away is no record's fault,
 * and a result that is not written is lost. Who has somebody waiting for an answer asks the
 * registry itself, and says that it is away.
 */
public final class WaitingRegistry implements SchemaRegistry {

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final SchemaRegistry registry;

  /** Asks this registry. */
  public WaitingRegistry(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public int register(String subject, Schema schema) {
    return patiently(() -> registry.register(subject, schema));
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return patiently(() -> registry.lookup(subject, schema));
  }

  @Override
  public Schema byId(int id) {
    return patiently(() -> registry.byId(id));
  }

  private static <T> T patiently(Supplier<T> question) {
    long waitMillis = FIRST_WAIT.toMillis();
    while (true) {
      try {
        return question.get();
      } catch (RegistryException e) {
        if (!e.retriable()) {
          throw e;
        }
        pause(waitMillis);
        waitMillis = Math.min(2 * waitMillis, LONGEST_WAIT.toMillis());
      }
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
