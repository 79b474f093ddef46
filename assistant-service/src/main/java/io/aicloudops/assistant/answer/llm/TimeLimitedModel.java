package io.aicloudops.assistant.answer.llm;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends a call that takes too long, also one that dribbles a word a second. */
final class TimeLimitedModel implements LanguageModel {

  private final LanguageModel model;
  private final Duration limit;
  private final ExecutorService executor;

  /**
   * @param executor runs one call a thread; closed with this model
   */
  TimeLimitedModel(LanguageModel model, Duration limit, ExecutorService executor) {
    this.model = model;
    this.limit = limit;
    this.executor = executor;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public void write(Prompt prompt, Consumer<String> sink) throws ModelException {
    Gate gate = new Gate(sink);
    Future<?> call =
        executor.submit(
            () -> {
              model.write(prompt, gate);
              return true;
            });
    try {
      call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ModelException(
          name() + " did not finish within " + limit.toMillis() + " ms", false, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(name() + " was interrupted", false, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelException failure) {
        throw failure;
      }
      throw new IllegalStateException(name() + " failed unexpectedly", e.getCause());
    } finally {
      gate.close();
      call.cancel(true);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    model.close();
  }

  /** Lets pieces through until it is closed; closing waits for a piece that is on its way. */
  private static final class Gate implements Consumer<String> {
    private @Nullable Consumer<String> sink;

    Gate(Consumer<String> sink) {
      this.sink = sink;
    }

    @Override
    public synchronized void accept(String piece) {
      if (sink != null) {
        sink.accept(piece);
      }
    }

    synchronized void close() {
      sink = null;
    }
  }
}
