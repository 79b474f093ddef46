package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A service of a cluster as clients name it: {@code payment}, {@code payment:8080}, {@code
 * payment.bank.svc.cluster.local}, {@code http://payment/x}.
 *
 * @param namespace the namespace it names, or that of the client
 * @param name the service's name
 */
public record Host(String namespace, String name) {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+(:\\d+)?|.*:.*:.*|\\[.*");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Set<String> NOBODY = Set.of("", "unknown", "none", "user", "localhost");

  /** True for what stands where a name would and names nobody. */
  static boolean nobody(String text) {
    return NOBODY.contains(text);
  }

  /**
   * Reads what a client says of its target; empty for addresses, for hosts outside the cluster and
   * for what names nobody.
   *
   * @param namespace the client's
   */
  public static Optional<Host> read(String namespace, String text) {
    String host = bare(text);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = host.split("\\.", -1);
    boolean inCluster = parts.length == 1 || parts.length == 2 || parts[2].equals("svc");
    if (!inCluster || nobody(parts[0]) || !NAME.matcher(parts[0]).matches()) {
      return Optional.empty();
    }
    String in = parts.length > 1 ? parts[1] : namespace;
    return NAME.matcher(in).matches() || in.equals(EntityId.CLUSTER_SCOPE)
        ? Optional.of(new Host(in, parts[0]))
        : Optional.empty();
  }

  /** The host of a URL or of {@code host:port}; empty for addresses, which name nobody for long. */
  public static String bare(String text) {
    String host = text.contains("://") ? text.substring(text.indexOf("://") + 3) : text;
    int slash = host.indexOf('/');
    host = slash >= 0 ? host.substring(0, slash) : host;
    if (ADDRESS.matcher(host).matches()) {
      return "";
    }
    int colon = host.indexOf(':');
    return colon >= 0 ? host.substring(0, colon) : host;
  }
}
