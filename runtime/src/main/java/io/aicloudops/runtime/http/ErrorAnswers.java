package io.aicloudops.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns exceptions into problem+json. */
final class ErrorAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  /** So much of a refused body is taken and thrown away, in bytes. */
  private static final int DISCARDED = 8 << 20;

  /** For so long: who trickles a refused body holds up a thread of the server. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private ErrorAnswers() {}

  static void add(io.javalin.config.RoutesConfig routes) {
    routes.exception(Problem.class, (problem, context) -> answer(context, problem));
    routes.exception(
        LogUnavailableException.class,
        (e, context) -> answer(context, Problem.unavailable(String.valueOf(e.getMessage()))));
    routes.exception(
        JsonProcessingException.class,
        (e, context) ->
            answer(
                context,
                Problem.badRequest(
                    "the body is not the JSON that is expected: " + e.getOriginalMessage())));
    routes.exception(
        IllegalCharsetNameException.class, (e, context) -> answer(context, unknown(e)));
    routes.exception(
        UnsupportedCharsetException.class, (e, context) -> answer(context, unknown(e)));
    routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          String message = Objects.requireNonNullElse(e.getMessage(), "");
          answer(context, Problem.of(e.getStatus(), title(e.getStatus()), message));
        });
    routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("{} {} failed", context.method(), context.path(), e);
          answer(
              context,
              Problem.of(
                  500, "Internal error", "the server failed on this request; its log says why"));
        });
  }

  private static Problem unknown(IllegalArgumentException charset) {
    return Problem.unsupportedMedia("the body's charset is not known: " + charset.getMessage());
  }

  private static String title(int status) {
    return switch (status) {
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 413 -> "Content too large";
      default -> "Request failed";
    };
  }

  private static void answer(Context context, Problem problem) {
    takeRest(context);
    if (problem.status() == 503) {
      context.header("Retry-After", "5");
    }
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    context.status(problem.status()).json(problem.document());
    context.contentType("application/problem+json");
  }

  /** Who is hung up on while still sending may lose the answer with the connection. */
  private static void takeRest(Context context) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    byte[] discarded = new byte[8192];
    try {
      InputStream body = context.req().getInputStream();
      for (long left = DISCARDED; left > 0 && System.nanoTime() < end; ) {
        int read = body.read(discarded);
        if (read < 0) {
          return;
        }
        left -= read;
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("the rest of a refused body did not come", e);
    }
  }
}
