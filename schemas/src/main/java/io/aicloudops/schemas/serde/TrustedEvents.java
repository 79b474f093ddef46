package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.topics.Topics;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Avro makes objects only of classes that it was told to trust. Its list is the JVM's; this adds
 * our event records to it and leaves what others trust alone.
 */
final class TrustedEvents {

  private static final String EVENTS = Topics.METRICS.valueType().getPackageName() + ".";

  static {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityPredicate ours = type -> type.getName().startsWith(EVENTS);
    ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(before, ours));
  }

  private TrustedEvents() {}

  /** Has done its work when it returns; at the first call. */
  static void ensure() {
    // Loading the class was it.
  }
}
