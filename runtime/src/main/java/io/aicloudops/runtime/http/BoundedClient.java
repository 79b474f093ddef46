package io.aicloudops.runtime.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks over HTTP within limits of time and size. The JDK's own timeout of a request ends with the
 * headers of the answer; here the whole answer has to come in time, or the connection is closed.
 *
 * <p>Safe for use by several threads.
 */
public final class BoundedClient {

  private final HttpClient client;
  private final Duration timeout;
  private final long largest;

  /**
   * @param timeout from the question to the last byte of the answer
   * @param largest size of an answer's body in bytes
   */
  public BoundedClient(Duration timeout, long largest) {
    this(HttpClient.newBuilder().connectTimeout(timeout).build(), timeout, largest);
  }

  /** The same over a client of one's own. */
  public BoundedClient(HttpClient client, Duration timeout, long largest) {
    this.client = client;
    this.timeout = timeout;
    this.largest = largest;
  }

  /**
   * Asks and does not wait.
   *
   * @return the answer; fails with a {@link TimeoutException} if it is not whole in time, with an
   *     {@link IOException} if it is too large or the connection breaks
   */
  public CompletableFuture<HttpResponse<byte[]>> ask(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.timeout(timeout).build(), info -> new BoundedBody(largest));
    return answer
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (response, error) -> {
              if (error != null) {
                answer.cancel(true);
              }
            });
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws HttpTimeoutException if it is not whole in time
   * @throws IOException if it is too large or the connection breaks
   */
  public HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer = ask(request);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.completeExceptionally(e); // closes the connection
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
        throw new HttpTimeoutException("no whole answer within " + timeout.toMillis() + " ms");
      }
      throw cause instanceof IOException io ? io : new IOException(cause);
    }
  }
}
