package io.aicloudops.runtime.settings;

import java.nio.file.Path;
import java.util.Map;

/** The only place that reads the process' environment; everything else gets settings. */
public final class Environment {

  private Environment() {}

  /** The environment variables. */
  public static Map<String, String> variables() {
    return System.getenv();
  }

  /** Where the product is installed, as its start script says; the working directory otherwise. */
  public static Path home() {
    return Path.of(System.getProperty("aiops.home", "")).toAbsolutePath();
  }
}
