package io.aicloudops.connect.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** What is known of sends while or after the log takes them. */
public final class Sends {

  private Sends() {}

  /**
   * Begins one send after the other, but none after one that has failed already: while the log is
   * away each may block for seconds. One that the log never takes holds up none of the others.
   *
   * @return those that were begun, in order
   */
  public static List<CompletableFuture<Void>> begin(
      Iterable<? extends Supplier<CompletableFuture<Void>>> sends) {
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    for (Supplier<CompletableFuture<Void>> send : sends) {
      CompletableFuture<Void> sent = send.get();
      begun.add(sent);
      if (failure(sent).filter(why -> !never(why)).isPresent()) {
        break;
      }
    }
    return begun;
  }

  /** Why a send has failed; empty if it has not, or not yet. */
  static Optional<Throwable> failure(CompletableFuture<Void> sent) {
    if (!sent.isCompletedExceptionally()) {
      return Optional.empty();
    }
    try {
      sent.join();
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Why the log never takes one of those that were begun; empty if it takes them all, or if trying
   * again may help some.
   */
  public static Optional<Throwable> refusal(List<CompletableFuture<Void>> begun) {
    if (!begun.stream().allMatch(CompletableFuture::isDone)) {
      return Optional.empty();
    }
    List<Throwable> failures = begun.stream().flatMap(sent -> failure(sent).stream()).toList();
    return failures.stream().allMatch(Sends::never)
        ? failures.stream().findFirst()
        : Optional.empty();
  }

  /** True for a failure that comes again however often it is tried. */
  static boolean never(Throwable failure) {
    return failure instanceof RecordTooLargeException || failure instanceof SerializationException;
  }
}
