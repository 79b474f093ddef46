package io.aicloudops.connect.kubernetes.inspection.checks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as objects of Kubernetes write them. */
final class Ages {

  private Ages() {}

  /** The moment of a text; empty if it is none. */
  static Optional<Instant> parse(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** True if the object was made longer ago; false if it does not say when. */
  static boolean olderThan(HasMetadata object, Duration age, Instant now) {
    return before(object.getMetadata().getCreationTimestamp(), age, now);
  }

  /** True if the time of a text is longer ago; false if there is none. */
  static boolean before(@Nullable String time, Duration age, Instant now) {
    return parse(time).filter(t -> t.isBefore(now.minus(age))).isPresent();
  }
}
