package io.aicloudops.launcher.process;

import java.util.Objects;

/** The version of the product. */
public final class Version {

  private Version() {}

  /** As the jar's manifest says; {@code dev} when run from classes. */
  public static String text() {
    return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");
  }
}
