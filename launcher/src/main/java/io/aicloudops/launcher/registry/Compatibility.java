package io.aicloudops.launcher.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/** The compatibility levels of the registry; the rules themselves are Avro's. */
enum Compatibility {
  NONE,
  BACKWARD,
  BACKWARD_TRANSITIVE,
  FORWARD,
  FORWARD_TRANSITIVE,
  FULL,
  FULL_TRANSITIVE;

  /** The level of a name as the API writes it. */
  static Compatibility of(String level) {
    try {
      return valueOf(level.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw RegistryError.invalidLevel(level);
    }
  }

  /**
   * Why a schema may not follow others.
   *
   * @param earlier oldest first
   * @return empty if it may
   */
  Optional<String> objection(Schema next, List<Schema> earlier) {
    if (this == NONE || earlier.isEmpty()) {
      return Optional.empty();
    }
    // Avro's validators want the latest first.
    List<Schema> latestFirst = new ArrayList<>(earlier);
    Collections.reverse(latestFirst);
    try {
      validator().validate(next, latestFirst);
      return Optional.empty();
    } catch (SchemaValidationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private SchemaValidator validator() {
    SchemaValidatorBuilder builder = new SchemaValidatorBuilder();
    return switch (this) {
      case BACKWARD -> builder.canReadStrategy().validateLatest();
      case BACKWARD_TRANSITIVE -> builder.canReadStrategy().validateAll();
      case FORWARD -> builder.canBeReadStrategy().validateLatest();
      case FORWARD_TRANSITIVE -> builder.canBeReadStrategy().validateAll();
      case FULL -> builder.mutualReadStrategy().validateLatest();
      case FULL_TRANSITIVE -> builder.mutualReadStrategy().validateAll();
      case NONE -> throw new IllegalStateException("NONE objects to nothing");
    };
  }
}
