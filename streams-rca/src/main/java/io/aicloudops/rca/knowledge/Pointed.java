package io.aicloudops.rca.knowledge;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What callers measure of those they call names its target: {@code
 * http_client_requests_total{target="payment"}}, also {@code peer}, {@code upstream} and {@code
 * destination}.
 */
public final class Pointed {

  private static final Pattern TARGET =
      Pattern.compile("(?:target|peer|upstream|destination)=\"?([A-Za-z0-9][\\w-]*)");

  private Pointed() {}

  /** The callee that a signal of a caller is about; empty if it names none that is called. */
  public static Optional<String> at(ClusterMap map, String caller, String signal) {
    if (signal.indexOf('=') < 0) {
      return Optional.empty();
    }
    Matcher target = TARGET.matcher(signal);
    return target.find()
        ? map.callees(caller).stream()
            .filter(callee -> callee.endsWith("/" + target.group(1)))
            .findFirst()
        : Optional.empty();
  }
}
