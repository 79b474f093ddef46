package io.aicloudops.runtime.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents a component of a settings record and gives its default. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

  /** Marks a component without a default: a file or the environment has to give it. */
  String REQUIRED = "\u0000required";

  /** What it does, with its unit, for the generated documentation. */
  String value();

  /**
   * The default as HOCON text, e.g. {@code 15s}, {@code []}, {@code ""}; nested records need none.
   */
  String byDefault() default REQUIRED;
}
