package io.aicloudops.simulator.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.registry.Registry;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on a port of the loopback interface. */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final Registry registry;
  private final Verbs verbs;
  private final Access access;
  private final PodLogs logs;
  private final Supplier<String> metrics;
  private final Watches watches;
  private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
  private final Troubles troubles = new Troubles();
  private final Javalin server;

  /**
   * Prepares a server; {@link #start} opens its port.
   *
   * @param accounts by bearer token; empty to let everybody do everything
   * @param metrics what GET /metrics/cadvisor answers
   */
  public ApiServer(
      Registry registry,
      Map<String, Account> accounts,
      PodLogs logs,
      Supplier<String> metrics,
      Duration bookmarkPeriod) {
    this.registry = registry;
    this.verbs = new Verbs(registry);
    this.access = new Access(accounts);
    this.logs = logs;
    this.metrics = metrics;
    this.watches = new Watches(registry.store(), bookmarkPeriod);
    this.server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.http.maxRequestSize = 3L << 20;
              config.jetty.modifyWebSocketServletFactory(
                  factory -> {
                    factory.setIdleTimeout(Duration.ZERO);
                    factory.setMaxTextMessageSize(3L << 20);
                  });
              routes(config.routes);
            });
  }

  /**
   * Opens the port.
   *
   * @param port 0 for any that is free
   * @return the port
   */
  public int start(int port) {
    server.start("127.0.0.1", port);
    return server.port();
  }

  /** Every write request so far, oldest first. */
  public List<AuditEntry> audit() {
    return List.copyOf(audit);
  }

  /** The next requests that it strikes go wrong, so many of them. */
  public void trouble(Trouble trouble, int times) {
    troubles.add(trouble, times);
  }

  /** Ends all watches of clients. */
  public void dropWatches() {
    watches.drop();
  }

  @Override
  public void close() {
    watches.drop();
    server.stop();
    watches.close();
  }

  private void routes(RoutesConfig routes) {
    routes.get("/version", context -> json(context, 200, Discovery.version()));
    for (String path : List.of("/healthz", "/livez", "/readyz")) {
      routes.get(path, context -> context.contentType("text/plain").result("ok"));
    }
    routes.get(
        "/metrics/cadvisor",
        context -> context.contentType("text/plain; version=0.0.4").result(metrics.get()));
    routes.get("/api", context -> json(context, 200, Discovery.coreVersions()));
    routes.get("/apis", context -> json(context, 200, Discovery.groups()));
    routes.get("/api/v1", context -> json(context, 200, Discovery.resources("", "v1")));
    routes.get(
        "/apis/{group}",
        context -> json(context, 200, Discovery.group(context.pathParam("group"))));
    routes.get(
        "/apis/{group}/{version}",
        context ->
            json(
                context,
                200,
                Discovery.resources(context.pathParam("group"), context.pathParam("version"))));
    for (String root : List.of("/api/v1/*", "/apis/{group}/{version}/*")) {
      for (HandlerType method :
          List.of(
              HandlerType.GET,
              HandlerType.POST,
              HandlerType.PUT,
              HandlerType.PATCH,
              HandlerType.DELETE)) {
        routes.addHttpHandler(method, root, this::handle);
      }
      routes.wsBeforeUpgrade(root, this::beforeUpgrade);
      routes.ws(
          root,
          ws -> {
            ws.onConnect(watches::bySocket);
            ws.onClose(Watches::close);
            ws.onError(Watches::close);
          });
    }
    routes.exception(ApiError.class, (e, context) -> json(context, e.code(), e.status()));
    routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          ApiError error =
              e.getStatus() == 404
                  ? ApiError.noSuchPath()
                  : ApiError.badRequest(String.valueOf(e.getMessage()));
          json(context, e.getStatus(), error.status());
        });
    routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("{} {} failed", context.method(), context.path(), e);
          json(context, 500, ApiError.internal(String.valueOf(e.getMessage())).status());
        });
    routes.error(
        404,
        context -> {
          if (context.result() == null || !context.result().startsWith("{")) {
            json(context, 404, ApiError.noSuchPath().status());
          }
        });
  }

  private void handle(Context context) throws IOException, InterruptedException {
    Request request = request(context);
    if (!request.writes()) {
      Target target = Target.of(request.path());
      Access.authorize(request.account(), request.verb(target), target);
      Optional<Trouble> trouble =
          troubles.next(request.verb(target), request.path(), isDry(request));
      if (trouble.isPresent()) {
        Troubles.answer(context, target, trouble.get());
      } else if (request.isWatch()) {
        watches.byChunks(context, target, request.query());
      } else if (target.type().equals(ResourceTypes.PODS) && target.subresource().equals("log")) {
        log(context, target, request.query());
      } else {
        json(context, 200, verbs.answer(target, request).body());
      }
      return;
    }
    String verb = request.method();
    try {
      Target target = Target.of(request.path());
      verb = request.verb(target);
      Access.authorize(request.account(), verb, target);
      Optional<Trouble> trouble = troubles.next(verb, request.path(), isDry(request));
      if (trouble.isPresent() && !trouble.get().done()) {
        record(request, verb, trouble.get().code());
        Troubles.answer(context, target, trouble.get());
        return;
      }
      Verbs.Answer answer = verbs.answer(target, request);
      record(request, verb, answer.code());
      if (trouble.isPresent()) {
        Troubles.answer(context, target, trouble.get());
      } else {
        json(context, answer.code(), answer.body());
      }
    } catch (ApiError e) {
      record(request, verb, e.code());
      throw e;
    }
  }

  private static boolean isDry(Request request) {
    return request.query().parameters().containsKey("dryRun")
        || request.body().text().contains("\"dryRun\"");
  }

  private void record(Request request, String verb, int code) {
    Query query = request.query();
    audit.add(
        new AuditEntry(
            registry.clock().instant(),
            verb,
            request.path(),
            isDry(request),
            query.text("fieldManager"),
            request.userAgent(),
            request.account().name(),
            request.body().contentType(),
            request.body().text(),
            code));
  }

  private Request request(Context context) {
    Account account = access.authenticate(header(context, "Authorization"));
    String method = context.method().name();
    String text = method.equals("GET") ? "" : context.body();
    return new Request(
        method,
        context.path(),
        new Query(context.queryParamMap()),
        Body.of(header(context, "Content-Type"), text),
        header(context, "User-Agent"),
        account);
  }

  private void log(Context context, Target target, Query query) {
    registry.get(target.type(), target.key());
    String log = logs.log(target.key(), query.flag("previous"));
    long tail = query.number("tailLines", Long.MAX_VALUE);
    List<String> lines = log.lines().toList();
    int from = (int) Math.max(0, lines.size() - Math.min(tail, lines.size()));
    String text = String.join("\n", lines.subList(from, lines.size()));
    context.contentType("text/plain; charset=utf-8").result(text.isEmpty() ? "" : text + "\n");
  }

  private void beforeUpgrade(Context context) {
    Account account = access.authenticate(header(context, "Authorization"));
    Target target = Target.of(context.path());
    Access.authorize(account, Watches.VERB, target);
    if (!new Query(context.queryParamMap()).flag(Watches.VERB)) {
      throw ApiError.badRequest("a WebSocket is for watches: add watch=true");
    }
  }

  private static String header(Context context, String name) {
    String value = context.header(name);
    return value == null ? "" : value;
  }

  private static void json(Context context, int code, ObjectNode body) {
    context.status(code).contentType(Body.JSON).result(body.toString());
  }
}
