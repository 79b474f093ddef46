package io.aicloudops.simulator.kube.http;

import io.aicloudops.simulator.kube.registry.ApiError;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trouble that is to come, and its answers in the words of a real server. */
final class Troubles {

  private final List<Trouble> coming = new ArrayList<>();

  synchronized void add(Trouble trouble, int times) {
    coming.addAll(Collections.nCopies(times, trouble));
  }

  /** The next trouble that strikes such a request; it is over then. */
  synchronized Optional<Trouble> next(String verb, String path, boolean dryRun) {
    Optional<Trouble> found =
        coming.stream().filter(trouble -> trouble.strikes(verb, path, dryRun)).findFirst();
    found.ifPresent(coming::remove);
    return found;
  }

  /** Answers with the trouble. */
  static void answer(Context context, Target target, Trouble trouble) {
    int seconds = (int) trouble.retryAfter().toSeconds();
    if (seconds > 0) {
      context.header("Retry-After", Integer.toString(seconds));
    }
    ApiError error = error(target, trouble.code(), seconds);
    if (error == null) {
      // Priority and fairness refuses before anything knows of objects: no Status, mere text.
      context.status(429).contentType("text/plain; charset=utf-8");
      context.result("Too many requests, please try again later.\n");
    } else {
      context.status(error.code()).json(error.status());
    }
  }

  private static @Nullable ApiError error(Target target, int code, int seconds) {
    return switch (code) {
      case 400 -> ApiError.badRequest("the request is not valid");
      case 401 -> ApiError.unauthorized();
      case 403 -> ApiError.forbidden(target.type(), target.name(), "not yet authorized");
      case 404 -> ApiError.notFound(target.type(), target.name());
      case 405 -> ApiError.methodNotAllowed();
      case 409 ->
          ApiError.conflict(
              target.type(),
              target.name(),
              "the object has been modified; please apply your changes to the latest version and"
                  + " try again");
      case 410 -> ApiError.expired("The resourceVersion for the provided watch is too old.");
      case 415 -> ApiError.unsupportedMediaType("application/x", "application/json-patch+json");
      case 422 ->
          ApiError.invalid(
              target.type(),
              target.name(),
              List.of(new ApiError.Cause("FieldValueInvalid", "Invalid value: 0", "spec")));
      case 429 ->
          target.subresource().equals("eviction")
              ? ApiError.budgetInProcess(target.name(), seconds)
              : null;
      case 500 -> ApiError.internal("etcdserver: leader changed");
      case 503 -> ApiError.unavailable();
      case 504 -> ApiError.timeout();
      default -> ApiError.unknown(code);
    };
  }
}
