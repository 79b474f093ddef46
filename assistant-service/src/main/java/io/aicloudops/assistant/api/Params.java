package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.time.Moments;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads query parameters; what is wrong is answered with 400 and the parameter's name. */
final class Params {

  private final Context context;

  /**
   * @param known the parameters there are; any other is refused
   */
  Params(Context context, String... known) {
    this.context = context;
    Set<String> unknown = new TreeSet<>(context.queryParamMap().keySet());
    List<String> all = Arrays.asList(known);
    all.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw Problem.unknown("parameter", unknown.iterator().next(), all);
    }
  }

  /** The text of a parameter; empty if it is not given or empty. */
  String text(String name) {
    return Optional.ofNullable(context.queryParam(name)).orElse("").trim();
  }

  /** The text of a parameter that has to be there. */
  String required(String name, String example) {
    String text = text(name);
    if (text.isEmpty()) {
      throw Problem.badField(name, "is missing, e.g. " + name + "=" + example);
    }
    return text;
  }

  /** A parameter that has one of some values; empty if it is not given. */
  Optional<String> oneOf(String name, String... known) {
    String text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!Arrays.asList(known).contains(text)) {
      throw Problem.badField(name, "is one of " + String.join(", ", known) + ", not " + text);
    }
    return Optional.of(text);
  }

  /** All values of a parameter that may come several times. */
  List<String> texts(String name) {
    return context.queryParams(name);
  }

  int number(String name, int byDefault, int least, int most) {
    String text = text(name);
    if (text.isEmpty()) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notWithin(name, least, most, text);
    }
    throw notWithin(name, least, most, text);
  }

  private static Problem notWithin(String name, int least, int most, String text) {
    return Problem.badField(
        name, "is a whole number from " + least + " to " + most + ", not " + text);
  }

  /** A number inside an open interval. */
  double fraction(String name, double byDefault, double above, double below) {
    String text = text(name);
    if (text.isEmpty()) {
      return byDefault;
    }
    double number = Double.NaN;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw notBetween(name, above, below, text);
    }
    if (number > above && number < below) {
      return number;
    }
    throw notBetween(name, above, below, text);
  }

  private static Problem notBetween(String name, double above, double below, String text) {
    return Problem.badField(
        name, "is a number above " + above + " and below " + below + ", not " + text);
  }

  Instant time(String name, Instant byDefault) {
    String text = text(name);
    if (text.isEmpty()) {
      return byDefault;
    }
    try {
      return Moments.parse(text);
    } catch (DateTimeException e) {
      throw Problem.badField(name, "is a time such as 2026-01-31T08:00:00Z, not " + text);
    }
  }

  /** A constant in lower case; empty if none is given. Constants called UNKNOWN are not offered. */
  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    String text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(Constants.read(name, text, type));
  }
}
