package io.aicloudops.launcher.registry;

/** An answer that Confluent's API gives with a code of its own. */
final class RegistryError extends RuntimeException {

  private final int code;

  private RegistryError(int code, String message) {
    super(message);
    this.code = code;
  }

  static RegistryError subjectNotFound(String subject) {
    return new RegistryError(40401, "Subject '" + subject + "' not found.");
  }

  static RegistryError versionNotFound(String version) {
    return new RegistryError(40402, "Version " + version + " not found.");
  }

  static RegistryError schemaNotFound() {
    return new RegistryError(40403, "Schema not found");
  }

  static RegistryError subjectHidden(String subject) {
    return new RegistryError(
        40404, "Subject '" + subject + "' is soft-deleted; permanent=true deletes it for good.");
  }

  static RegistryError subjectNotHidden(String subject) {
    return new RegistryError(
        40405, "Subject '" + subject + "' has to be soft-deleted before it is for good.");
  }

  static RegistryError versionHidden(String subject, String version) {
    return new RegistryError(
        40406,
        "Version "
            + version
            + " of '"
            + subject
            + "' is soft-deleted; permanent=true deletes it for good.");
  }

  static RegistryError versionNotHidden(String subject, String version) {
    return new RegistryError(
        40407,
        "Version "
            + version
            + " of '"
            + subject
            + "' has to be soft-deleted before it is for good.");
  }

  static RegistryError noSubjectConfig(String subject) {
    return new RegistryError(
        40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryError incompatible(String why) {
    return new RegistryError(
        409, "Schema being registered is incompatible with an earlier schema: " + why);
  }

  static RegistryError invalidSchema(String why) {
    return new RegistryError(42201, "Invalid schema: " + why);
  }

  static RegistryError invalidVersion(String version) {
    return new RegistryError(
        42202, "The specified version '" + version + "' is not a valid version id.");
  }

  static RegistryError invalidLevel(String level) {
    return new RegistryError(42203, "Invalid compatibility level '" + level + "'.");
  }

  static RegistryError storeFailed(String why) {
    return new RegistryError(50001, "Error in the backend datastore: " + why);
  }

  /** The API's error code. */
  int code() {
    return code;
  }

  /** The HTTP status that goes with it. */
  int status() {
    return code >= 10_000 ? code / 100 : code;
  }
}
