package io.aicloudops.assistant.graphql;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import io.aicloudops.assistant.views.ViewsUnavailableException;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the asker can do about an error, with the status REST would have; nothing else. */
final class FetchErrors implements DataFetcherExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(FetchErrors.class);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    Throwable thrown = parameters.getException();
    Throwable error =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    GraphQLError shown =
        GraphqlErrorBuilder.newError()
            .errorType(ErrorType.DataFetchingException)
            .message("%s", message(error))
            .path(parameters.getPath())
            .location(parameters.getSourceLocation())
            .extensions(Map.of("status", status(error)))
            .build();
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(shown).build());
  }

  private static int status(Throwable error) {
    if (error instanceof Problem problem) {
      return problem.status();
    }
    return error instanceof ViewsUnavailableException || error instanceof LogUnavailableException
        ? 503
        : 500;
  }

  private static String message(Throwable error) {
    if (status(error) == 500) {
      LOG.error("a GraphQL field failed", error);
      return "the server failed on this field; its log says why";
    }
    return String.valueOf(error.getMessage());
  }
}
