package io.aicloudops.runtime.http;

import io.javalin.config.JavalinConfig;

/**
 * Adds the routes of a service to the process' server. Every route names the {@link Role} it needs;
 * one that does not needs admin.
 */
@FunctionalInterface
public interface HttpModule {

  /**
   * Called once, before the server starts.
   *
   * @param config its {@code routes} take handlers; other parts (static files, servlets) may be
   *     added too
   */
  void configure(JavalinConfig config);
}
