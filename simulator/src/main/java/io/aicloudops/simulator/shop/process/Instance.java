package io.aicloudops.simulator.shop.process;

import io.aicloudops.simulator.pods.PodRuntime;
import io.aicloudops.simulator.shop.model.Call;
import io.aicloudops.simulator.shop.model.ConnectionPool;
import io.aicloudops.simulator.shop.model.CpuModel;
import io.aicloudops.simulator.shop.model.Images;
import io.aicloudops.simulator.shop.model.MemoryModel;
import io.aicloudops.simulator.shop.model.Route;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One running process of a service: answers requests, and can fall ill while it runs. Nothing in it
 * blocks.
 */
public final class Instance {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
  private static final double MAX_BACKLOG_SECONDS = 1.0;
  private static final long POOL_WAIT_MILLIS = 500;
  private static final double FAILING_SHARE = 0.3;
  private static final double JITTER = 0.3;
  private static final int POOL_EXHAUSTED = 0;

  private final PodRuntime.Launch launch;
  private final Images.Image image;
  private final Surroundings surroundings;
  private final CpuModel cpu;
  private final MemoryModel memory;
  private final Optional<ConnectionPool> pool;
  private final ServiceMetrics metrics;
  private final AtomicInteger queued = new AtomicInteger();
  private final long startedAt;
  private volatile Duration delay = Duration.ZERO;

  Instance(PodRuntime.Launch launch, Images.Image image, Surroundings surroundings) {
    this.launch = launch;
    this.image = image;
    this.surroundings = surroundings;
    ServiceSpec service = image.service();
    cpu = new CpuModel(launch.cpuLimitCores(), MAX_BACKLOG_SECONDS, surroundings.nanos());
    memory = new MemoryModel(service.residentBytes(), surroundings.nanos());
    pool =
        service.poolSize() == 0
            ? Optional.empty()
            : Optional.of(new ConnectionPool(service.poolSize(), POOL_WAIT_MILLIS));
    metrics = new ServiceMetrics(service.name(), image.version());
    metrics.process(cpu, memory, launch.memoryLimitBytes(), queued::get);
    pool.ifPresent(metrics::pool);
    startedAt = surroundings.nanos().getAsLong();
  }

  /** The container it runs as. */
  public PodRuntime.Launch launch() {
    return launch;
  }

  /** How long it has been running. */
  public Duration age() {
    return Duration.ofNanos(surroundings.nanos().getAsLong() - startedAt);
  }

  /** The service it belongs to. */
  public ServiceSpec service() {
    return image.service();
  }

  /** The version of its image. */
  public String version() {
    return image.version();
  }

  /** Its CPU; a runaway task is set here and ends with the process. */
  public CpuModel cpu() {
    return cpu;
  }

  /** Its memory. */
  public MemoryModel memory() {
    return memory;
  }

  /** Its connections to the database, if it has any; lost ones are lost until the process ends. */
  public Optional<ConnectionPool> pool() {
    return pool;
  }

  /** Each request takes so much longer, without CPU, until told otherwise or the process ends. */
  public void slowDown(Duration perRequest) {
    delay = perRequest;
  }

  /** Answers one request; never fails. */
  CompletableFuture<Reply> serve(String method, String path, String body) {
    long start = surroundings.nanos().getAsLong();
    return answer(method, path, body)
        .whenComplete(
            (reply, error) -> {
              memory.served();
              double seconds = (surroundings.nanos().getAsLong() - start) / 1e9;
              metrics.answered(method, reply, seconds);
            });
  }

  ServiceMetrics.Page metricsPage(String accept) throws IOException {
    return metrics.page(accept);
  }

  private CompletableFuture<Reply> answer(String method, String path, String body) {
    for (Route route : service().routes()) {
      Optional<String> id = route.match(method, path);
      if (id.isPresent()) {
        return work(route, id.get(), body);
      }
    }
    return CompletableFuture.completedFuture(Reply.error(404, "no such route", ""));
  }

  private CompletableFuture<Reply> work(Route route, String id, String body) {
    // Log-normal with median 1, cut at three times.
    double jitter = Math.min(3, Math.exp(JITTER * surroundings.random().nextGaussian()));
    long cpuNanos = cpu.admit(route.cpuMillis() / 1000 * jitter);
    if (cpuNanos < 0) {
      return failure(503, "overloaded", route);
    }
    queued.incrementAndGet();
    long otherNanos = (long) (route.waitMillis() * jitter * 1e6) + delay.toNanos();
    return after(cpuNanos)
        .thenCompose(
            done -> {
              queued.decrementAndGet();
              return after(otherNanos);
            })
        .thenCompose(
            done -> {
              if (image.behaviour() == Images.Behaviour.FAILS
                  && surroundings.random().nextDouble() < FAILING_SHARE) {
                return failure(500, "exception", route);
              }
              return service().stateful()
                  ? CompletableFuture.completedFuture(keep(route, id, body))
                  : callOthers(route, id, body);
            });
  }

  private Reply keep(Route route, String key, String body) {
    if (route.method().equals("PUT")) {
      surroundings.volume().put(key, body.isEmpty() ? "null" : body);
    }
    return new Reply(200, surroundings.volume().getOrDefault(key, "null"), route.template());
  }

  private CompletableFuture<Reply> callOthers(Route route, String id, String body) {
    List<String> parts = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Integer> worst = CompletableFuture.completedFuture(200);
    for (List<Call> stage : route.stages()) {
      worst =
          worst.thenCompose(
              before ->
                  before == 200
                      ? stage(stage, id, body, parts)
                      : CompletableFuture.completedFuture(before));
    }
    return worst.thenCompose(
        status ->
            switch (status) {
              case 200 -> CompletableFuture.completedFuture(success(route, parts));
              case POOL_EXHAUSTED -> failure(500, "pool", route);
              case 504 -> failure(504, "timeout", route);
              default -> failure(502, "upstream", route);
            });
  }

  private Reply success(Route route, List<String> parts) {
    String body =
        "{\"service\":\"%s\",\"version\":\"%s\",\"data\":[%s]}"
            .formatted(service().name(), version(), String.join(",", parts));
    return new Reply(200, body, route.template());
  }

  /** Makes the calls of a stage at once: 200, or the status of one that failed. */
  private CompletableFuture<Integer> stage(
      List<Call> stage, String id, String body, List<String> parts) {
    CompletableFuture<Integer> worst = CompletableFuture.completedFuture(200);
    for (Call call : stage) {
      CompletableFuture<Integer> one =
          call(call, id, body)
              .thenApply(
                  answer -> {
                    parts.add(answer.body());
                    return answer.failed() || answer.status() == POOL_EXHAUSTED
                        ? answer.status()
                        : 200;
                  });
      worst = worst.thenCombine(one, (a, b) -> a == 200 ? b : a);
    }
    return worst;
  }

  private CompletableFuture<Downstream.Answer> call(Call call, String id, String body) {
    if (pool.isEmpty()) {
      return send(call, id, body);
    }
    ConnectionPool connections = pool.get();
    return connections
        .acquire()
        .handle((got, timeout) -> timeout == null)
        .thenCompose(
            got ->
                got
                    ? send(call, id, body).whenComplete((a, e) -> connections.release())
                    : CompletableFuture.completedFuture(
                        new Downstream.Answer(POOL_EXHAUSTED, "{}")));
  }

  private CompletableFuture<Downstream.Answer> send(Call call, String id, String body) {
    long start = surroundings.nanos().getAsLong();
    String path = call.path().replace("{id}", id);
    return surroundings
        .downstream()
        .call(call.target(), call.method(), path, body, CALL_TIMEOUT)
        .whenComplete(
            (answer, error) -> {
              double seconds = (surroundings.nanos().getAsLong() - start) / 1e9;
              metrics.called(call.target(), answer.status(), seconds);
            });
  }

  private CompletableFuture<Reply> failure(int status, String cause, Route route) {
    metrics.failed(cause);
    return CompletableFuture.completedFuture(Reply.error(status, cause, route.template()));
  }

  private CompletableFuture<Void> after(long nanos) {
    if (nanos <= 0) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    var unused =
        surroundings.timer().schedule(() -> done.complete(null), nanos, TimeUnit.NANOSECONDS);
    return done;
  }
}
