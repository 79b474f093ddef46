package io.aicloudops.runtime.http;

import io.github.bucket4j.Bucket;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may use a route.
 *
 * <p>A caller is known by a bearer token or by the cookie of a login. Without a bearer token, a
 * request that a foreign page could make the browser send must come from this server's own origin;
 * with a cookie it must say so. A server on loopback answers only to names of loopback, so that a
 * foreign name that resolves to it (DNS rebinding) gets nothing.
 */
final class Access {

  /** Who was refused what, beside the commands that were accepted. */
  private static final Logger AUDIT = LoggerFactory.getLogger("io.aicloudops.audit");

  static final String COOKIE = "aiops_session";
  private static final String LOGIN = "aiops.login";
  private static final Login NOBODY = new Login(Principal.ANONYMOUS, Instant.MAX);
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Headers of a browser, or of a proxy that passes on what others sent. */
  private static final Set<String> ELSEWHERE =
      Set.of("origin", "sec-fetch-site", "forwarded", "via", "x-real-ip");

  private static final int MOST_BUCKETS = 20_000;

  private final HttpSettings settings;
  private final Tokens tokens;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  Access(HttpSettings settings, Tokens tokens) {
    this.settings = settings;
    this.tokens = tokens;
  }

  /** Who asks; set by {@link #check}. */
  static Principal principal(Context context) {
    return login(context).principal();
  }

  /** Who asks, and until when their token lasts; set by {@link #check}. */
  static Login login(Context context) {
    return Optional.ofNullable(context.<Login>attribute(LOGIN)).orElse(NOBODY);
  }

  /**
   * Lets the request pass or throws a {@link Problem}.
   *
   * @param asked the roles of the matched route; none means admin
   */
  void check(Context context, Set<?> asked) {
    checkHost(context);
    Login login = identify(context);
    context.attribute(LOGIN, login);
    Principal principal = login.principal();
    Role needed = asked.stream().map(Role.class::cast).min(Role::compareTo).orElse(Role.ADMIN);
    if (needed != Role.INGEST) {
      limitRate(context, principal);
    }
    if (!settings.auth().enabled() || principal.role().covers(needed)) {
      return;
    }
    if (needed == Role.INGEST && principal.equals(Principal.ANONYMOUS) && localIngest(context)) {
      return;
    }
    if (principal.equals(Principal.ANONYMOUS)) {
      throw Problem.unauthorized(
          "a token is needed: Authorization: Bearer …; 'aiops token --role "
              + needed.id()
              + "' prints one");
    }
    AUDIT.warn(
        "refused method={} path={} actor={} role={} needed={}",
        context.method(),
        context.path(),
        principal.name(),
        principal.role().id(),
        needed.id());
    throw Problem.forbidden(
        principal.name() + " is " + principal.role().id() + ", this needs " + needed.id());
  }

  private Login identify(Context context) {
    String header = context.header("Authorization");
    if (header != null) {
      if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
        throw Problem.unauthorized("the Authorization header is not 'Bearer <token>'");
      }
      return tokens.login(header.substring(7).trim());
    }
    String cookie = context.cookie(COOKIE);
    if (!context.method().equals(HandlerType.GET)
        || "websocket".equalsIgnoreCase(context.header("Upgrade"))) {
      checkOrigin(context, cookie != null);
    }
    if (cookie == null) {
      return settings.auth().enabled()
          ? NOBODY
          : new Login(new Principal("local", Role.ADMIN), Instant.MAX);
    }
    try {
      return tokens.login(cookie);
    } catch (Problem expired) {
      return NOBODY;
    }
  }

  private void checkHost(Context context) {
    if (!loopbackOnly()) {
      return;
    }
    String host = hostName(Optional.ofNullable(context.header("Host")).orElse(""));
    if (!LOOPBACK_NAMES.contains(host) && !settings.allowedHosts().contains(host)) {
      throw Problem.of(
          421,
          "Misdirected request",
          "this server answers to localhost only; http.allowed-hosts can name others");
    }
  }

  private static void checkOrigin(Context context, boolean needed) {
    String origin = context.header("Origin");
    if (origin == null) {
      if (needed) {
        throw Problem.forbidden("a request with a login cookie needs an Origin header");
      }
      return; // no browser sends such a request without one
    }
    if (!authority(origin).equalsIgnoreCase(context.header("Host"))) {
      throw Problem.forbidden("the request comes from another site: " + origin);
    }
  }

  /** Of an origin; empty if it has none. */
  private static String authority(String origin) {
    try {
      return Optional.ofNullable(new URI(origin).getAuthority()).orElse("");
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private boolean localIngest(Context context) {
    return settings.auth().openLocalIngest()
        && loopbackOnly()
        && LOOPBACK_NAMES.contains(hostName(Optional.ofNullable(context.header("Host")).orElse("")))
        && context.headerMap().keySet().stream().noneMatch(Access::ofABrowserOrProxy);
  }

  private static boolean ofABrowserOrProxy(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return ELSEWHERE.contains(name) || name.startsWith("x-forwarded-");
  }

  private boolean loopbackOnly() {
    return List.of("127.0.0.1", "localhost", "::1", "[::1]").contains(settings.host());
  }

  private static String hostName(String header) {
    int port = header.lastIndexOf(':');
    boolean ipv6WithoutPort = header.endsWith("]");
    String name = port > 0 && !ipv6WithoutPort ? header.substring(0, port) : header;
    return name.toLowerCase(Locale.ROOT);
  }

  private void limitRate(Context context, Principal principal) {
    String caller =
        principal.equals(Principal.ANONYMOUS) ? "ip:" + context.ip() : "name:" + principal.name();
    if (buckets.size() > MOST_BUCKETS) {
      buckets.clear(); // callers start afresh rather than memory growing with them
    }
    Bucket bucket = buckets.computeIfAbsent(caller, c -> newBucket());
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = Math.max(1, Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds());
      context.header("Retry-After", Long.toString(seconds));
      throw Problem.of(
          429,
          "Too many requests",
          "more than "
              + settings.ratePerSecond()
              + " requests a second; try again in "
              + seconds
              + " s");
    }
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(settings.rateBurst())
                    .refillGreedy(settings.ratePerSecond(), Duration.ofSeconds(1)))
        .build();
  }
}
