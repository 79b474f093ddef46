package io.aicloudops.runtime.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.json.JavalinJackson;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server that all services of a process share. */
public final class HttpServer implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int THREADS = 64;

  private final HttpSettings settings;
  private final PrometheusMeterRegistry meters;
  private final Tokens tokens;
  private final Access access;
  private final LoginLinks links;
  private final Clock clock;
  private final List<HttpModule> modules = new ArrayList<>();
  private @Nullable Javalin javalin;

  /**
   * A server that is started after all services have added their routes.
   *
   * @param secret the HS256 secret, see {@link Tokens}
   */
  public HttpServer(
      HttpSettings settings, String secret, PrometheusMeterRegistry meters, Clock clock) {
    this.settings = settings;
    this.meters = meters;
    this.tokens = new Tokens(settings.auth(), secret, clock);
    this.access = new Access(settings, tokens);
    this.links = new LoginLinks(clock);
    this.clock = clock;
  }

  /** The JSON mapper of requests and answers: ISO times, unknown fields ignored. */
  public static ObjectMapper json() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** Adds routes; before {@link #start()}. */
  public void add(HttpModule module) {
    modules.add(module);
  }

  /** Who asks, inside a handler. */
  public static Principal principal(Context context) {
    return Access.principal(context);
  }

  /** Signs and verifies tokens. */
  public Tokens tokens() {
    return tokens;
  }

  /** What is configured. */
  public HttpSettings settings() {
    return settings;
  }

  /** A link that logs a browser in once. */
  public URI loginLink(Principal principal) {
    return loginLink(new Login(principal, Instant.MAX));
  }

  private URI loginLink(Login login) {
    return URI.create(url() + "/login?code=" + links.create(login));
  }

  /** Where it answers, without a slash at the end. */
  public URI url() {
    String scheme = settings.tls().keyStore().isEmpty() ? "http" : "https";
    String host =
        settings.host().equals("127.0.0.1") || settings.host().equals("0.0.0.0")
            ? "localhost"
            : settings.host();
    return URI.create(scheme + "://" + host + ":" + port());
  }

  /** The port it listens on. */
  public int port() {
    Javalin running = javalin;
    return running == null ? settings.port() : running.port();
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void start() {
    Javalin created = Javalin.create(this::configure);
    try {
      created.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "http.port: cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + rootMessage(e),
          e);
    }
    javalin = created;
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = settings.maxBody();
    config.http.prefer405over404 = true;
    config.jsonMapper(new JavalinJackson(json(), false));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.host = settings.host();
    config.jetty.port = settings.port();
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    if (!settings.tls().keyStore().isEmpty()) {
      config.jetty.addConnector(this::tlsConnector);
    }
    config.routes.before(HttpServer::securityHeaders);
    config.routes.beforeMatched(context -> access.check(context, context.routeRoles()));
    config.routes.wsBeforeUpgrade(context -> access.check(context, rolesOf(context)));
    ErrorAnswers.add(config.routes);
    config.routes.get("/login", this::login, Role.ANYONE);
    config.routes.post("/login/link", this::newLink, Role.VIEWER);
    config.routes.post("/logout", HttpServer::logout, Role.ANYONE);
    config.routes.get(
        "/metrics", this::metrics, settings.openMetrics() ? Role.ANYONE : Role.VIEWER);
    modules.forEach(module -> module.configure(config));
  }

  private static Set<?> rolesOf(Context context) {
    return context.routeRoles();
  }

  private org.eclipse.jetty.server.Connector tlsConnector(
      org.eclipse.jetty.server.Server server, org.eclipse.jetty.server.HttpConfiguration http) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(settings.tls().keyStore());
    tls.setKeyStoreType("PKCS12");
    tls.setKeyStorePassword(settings.tls().password().reveal());
    http.addCustomizer(new org.eclipse.jetty.server.SecureRequestCustomizer(false));
    ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    return connector;
  }

  private static void securityHeaders(Context context) {
    context
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                + " connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
    if (!context.path().startsWith("/webjars/")) {
      context.header("Cache-Control", "no-store");
    }
  }

  private void login(Context context) {
    Login asked =
        links
            .redeem(Objects.requireNonNullElse(context.queryParam("code"), ""))
            .orElseThrow(
                () ->
                    Problem.unauthorized(
                        "this login link was used or is too old; ask for a new one with 'aiops token --login'"));
    Instant now = clock.instant();
    Login session = asked.until(now.plus(settings.auth().session()));
    long seconds = Duration.between(now, session.until()).toSeconds();
    Cookie cookie = new Cookie(Access.COOKIE, tokens.issue(session), "/", (int) seconds);
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setSecure(!settings.tls().keyStore().isEmpty());
    context.cookie(cookie);
    // A page, not a redirect: a cookie that is SameSite=Strict is not sent along a redirect from
    // another site's link.
    context.html(
        "<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=/\"><a href=\"/\">AI-CloudOps</a>");
  }

  /**
   * A link for the caller's own name and role, so that a token from the command line becomes a
   * login in a browser, until that token ends.
   */
  private void newLink(Context context) {
    context.json(java.util.Map.of("url", loginLink(Access.login(context)).toString()));
  }

  private static void logout(Context context) {
    context.removeCookie(Access.COOKIE);
    context.status(204);
  }

  private void metrics(Context context) {
    String accept = Objects.requireNonNullElse(context.header("Accept"), "");
    String type =
        accept.contains("application/openmetrics-text")
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
    context.contentType(type).result(meters.scrape(type));
  }

  @Override
  public Health health() {
    return javalin == null ? Health.degraded("not started") : Health.healthy();
  }

  @Override
  public void close() {
    Javalin running = javalin;
    if (running != null) {
      running.stop();
      LOG.debug("HTTP server stopped");
    }
  }
}
