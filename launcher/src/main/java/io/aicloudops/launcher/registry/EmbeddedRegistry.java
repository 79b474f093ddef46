package io.aicloudops.launcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's REST API, without authentication. */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LARGEST_BODY = 1 << 20;

  private final RegistryLog log;
  private final SchemaBook book = new SchemaBook();
  private final ObjectMapper json = new ObjectMapper();
  private final int port;
  private final String bindHost;
  private @Nullable Javalin javalin;

  /** A registry on loopback. */
  public EmbeddedRegistry(String bootstrapServers, int port) {
    this(bootstrapServers, port, "localhost");
  }

  /**
   * @param bootstrapServers the broker that keeps the schemas
   * @param port to listen on; 0 takes any free one
   * @param bindHost the interface to listen on
   */
  public EmbeddedRegistry(String bootstrapServers, int port, String bindHost) {
    this.log = new RegistryLog(bootstrapServers);
    this.port = port;
    this.bindHost = bindHost;
  }

  /**
   * Reads the log and starts to answer.
   *
   * @throws IllegalStateException if the port is taken
   */
  public void start() {
    log.readInto(book);
    Javalin created = Javalin.create(this::configure);
    try {
      created.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "embedded.registry-port: cannot listen on "
              + port
              + "; choose another, or 0 for any free one",
          e);
    }
    javalin = created;
    LOG.info("the schema registry answers on {}", url());
  }

  /** Its base URL on this machine. */
  public URI url() {
    return URI.create("http://localhost:" + Objects.requireNonNull(javalin, "not started").port());
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.defaultContentType = CONTENT_TYPE;
    QueuedThreadPool threads = new QueuedThreadPool(12, 4);
    threads.setName("schema-registry");
    config.jetty.threadPool = threads;
    config.jetty.host = bindHost;
    config.jetty.port = port;
    RoutesConfig routes = config.routes;
    routes.exception(
        RegistryError.class, (e, context) -> error(context, e.status(), e.code(), e.getMessage()));
    routes.exception(
        JsonProcessingException.class,
        (e, context) ->
            error(context, 422, 42201, "the body is not JSON: " + e.getOriginalMessage()));
    routes.get("/", context -> answer(context, Map.of()));
    routes.get("/schemas/types", context -> answer(context, List.of("AVRO")));
    routes.get("/schemas/ids/{id}", this::schemaById);
    routes.get(
        "/schemas/ids/{id}/schema",
        context -> context.result(bookById(context).schema()).contentType(CONTENT_TYPE));
    routes.get("/schemas/ids/{id}/versions", this::usesOfId);
    routes.get("/subjects", context -> locked(context, book::subjects));
    routes.get(
        "/subjects/{subject}/versions",
        context ->
            locked(
                context,
                () -> book.require(subject(context)).stream().map(SchemaEntry::version).toList()));
    routes.get(
        "/subjects/{subject}/versions/{version}",
        context -> locked(context, () -> version(context).document()));
    routes.get("/subjects/{subject}/versions/{version}/schema", this::schemaText);
    routes.post("/subjects/{subject}/versions", this::register);
    routes.post("/subjects/{subject}", this::lookup);
    routes.delete("/subjects/{subject}", this::deleteSubject);
    routes.delete("/subjects/{subject}/versions/{version}", this::deleteVersion);
    routes.post("/compatibility/subjects/{subject}/versions/{version}", this::checkVersion);
    routes.post("/compatibility/subjects/{subject}/versions", this::checkAll);
    routes.get(
        "/config",
        context -> locked(context, () -> Map.of("compatibilityLevel", book.level().name())));
    routes.get("/config/{subject}", this::levelOf);
    routes.put("/config", context -> setLevel(context, ""));
    routes.put("/config/{subject}", context -> setLevel(context, subject(context)));
    routes.get("/mode", context -> answer(context, Map.of("mode", "READWRITE")));
  }

  private interface Answer {
    Object get();
  }

  private void locked(Context context, Answer answer) {
    Object body;
    synchronized (book) {
      body = answer.get();
    }
    answer(context, body);
  }

  private void answer(Context context, Object body) {
    try {
      context.contentType(CONTENT_TYPE).result(json.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of plain maps and lists cannot be written", e);
    }
  }

  private void error(Context context, int status, int code, @Nullable String message) {
    context.status(status);
    answer(context, Map.of("error_code", code, "message", Objects.requireNonNullElse(message, "")));
  }

  private static String subject(Context context) {
    return context.pathParam("subject");
  }

  private SchemaEntry version(Context context) {
    return book.version(subject(context), context.pathParam("version"));
  }

  private SchemaEntry bookById(Context context) {
    String id = context.pathParam("id");
    if (!id.matches("\\d{1,9}")) {
      throw RegistryError.schemaNotFound();
    }
    synchronized (book) {
      return book.byId(Integer.parseInt(id));
    }
  }

  private void schemaById(Context context) {
    answer(context, Map.of("schema", bookById(context).schema()));
  }

  private void usesOfId(Context context) {
    int id = bookById(context).id();
    locked(
        context,
        () ->
            book.usesOf(id).stream()
                .map(e -> Map.of("subject", e.subject(), "version", e.version()))
                .toList());
  }

  private void schemaText(Context context) {
    synchronized (book) {
      context.contentType(CONTENT_TYPE).result(version(context).schema());
    }
  }

  private Schema schemaOf(Context context) throws JsonProcessingException {
    JsonNode body = json.readTree(context.body());
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryError.invalidSchema("only AVRO is supported, not " + type);
    }
    return SchemaBook.parse(body.path("schema").asText());
  }

  private void register(Context context) throws JsonProcessingException {
    Schema schema = schemaOf(context);
    SchemaEntry entry;
    synchronized (book) {
      Optional<SchemaEntry> known = book.find(subject(context), schema);
      entry = known.orElseGet(() -> book.next(subject(context), schema));
      if (known.isEmpty()) {
        log.append(entry);
        book.put(entry);
      }
    }
    answer(context, Map.of("id", entry.id()));
  }

  private void lookup(Context context) throws JsonProcessingException {
    Schema schema = schemaOf(context);
    locked(
        context,
        () -> {
          book.require(subject(context));
          return book.find(subject(context), schema)
              .orElseThrow(RegistryError::schemaNotFound)
              .document();
        });
  }

  private void deleteSubject(Context context) {
    boolean permanent = permanent(context);
    locked(context, () -> delete(book.deletable(subject(context), permanent), permanent));
  }

  private void deleteVersion(Context context) {
    boolean permanent = permanent(context);
    String version = context.pathParam("version");
    locked(
        context,
        () ->
            delete(List.of(book.deletable(subject(context), version, permanent)), permanent)
                .get(0));
  }

  private static boolean permanent(Context context) {
    return Boolean.parseBoolean(context.queryParam("permanent"));
  }

  /** Hides the entries or takes them out for good; their versions. */
  private List<Integer> delete(List<SchemaEntry> entries, boolean permanent) {
    if (permanent) {
      log.remove(entries, book.highestId());
      entries.forEach(entry -> book.remove(entry.subject(), entry.version()));
    } else {
      for (SchemaEntry entry : entries) {
        log.append(entry.hidden());
        book.put(entry.hidden());
      }
    }
    return entries.stream().map(SchemaEntry::version).toList();
  }

  private void checkVersion(Context context) throws JsonProcessingException {
    Schema schema = schemaOf(context);
    locked(context, () -> verdict(subject(context), schema, List.of(version(context))));
  }

  private void checkAll(Context context) throws JsonProcessingException {
    Schema schema = schemaOf(context);
    locked(context, () -> verdict(subject(context), schema, book.live(subject(context))));
  }

  private Map<String, Object> verdict(String subject, Schema schema, List<SchemaEntry> against) {
    Compatibility rule = book.levelOf(subject).orElse(book.level());
    List<Schema> earlier = against.stream().map(e -> SchemaBook.parse(e.schema())).toList();
    Optional<String> objection = rule.objection(schema, earlier);
    return Map.of("is_compatible", objection.isEmpty(), "messages", objection.stream().toList());
  }

  private void levelOf(Context context) {
    boolean orDefault = Boolean.parseBoolean(context.queryParam("defaultToGlobal"));
    locked(
        context,
        () -> {
          Optional<Compatibility> own = book.levelOf(subject(context));
          if (own.isEmpty() && !orDefault) {
            throw RegistryError.noSubjectConfig(subject(context));
          }
          return Map.of("compatibilityLevel", own.orElse(book.level()).name());
        });
  }

  private void setLevel(Context context, String subject) throws JsonProcessingException {
    Compatibility level =
        Compatibility.of(json.readTree(context.body()).path("compatibility").asText());
    locked(
        context,
        () -> {
          log.appendLevel(subject, level);
          book.putLevel(subject, level);
          return Map.of("compatibility", level.name());
        });
  }

  @Override
  public void close() {
    Javalin running = javalin;
    if (running != null) {
      running.stop();
    }
    log.close();
  }
}
