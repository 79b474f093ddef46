package io.aicloudops.runtime.logs;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whose lines a thread writes: with several services in one process each line says its service, as
 * key {@code service}. A thread has the service of the thread that made it, so that whatever a
 * service starts, Kafka's threads too, is known to be its own.
 */
public final class OfService {

  private static final InheritableThreadLocal<String> NAME = new InheritableThreadLocal<>();

  private OfService() {}

  /**
   * Does something as a part of a service; a part of a part is of the outer one.
   *
   * @param service the service's name
   */
  public static void run(String service, Runnable work) {
    make(
        service,
        () -> {
          work.run();
          return service;
        });
  }

  /** Makes something as a part of a service; otherwise like {@link #run}. */
  public static <T> T make(String service, Supplier<T> work) {
    if (name().isPresent()) {
      return work.get();
    }
    NAME.set(service);
    try {
      return work.get();
    } finally {
      NAME.remove();
    }
  }

  /** The service of the present thread; empty if it is of none. */
  static Optional<String> name() {
    return Optional.ofNullable(NAME.get());
  }
}
