package io.aicloudops.runtime.kafka;

import static org.apache.kafka.streams.StreamsConfig.APPLICATION_ID_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.APPLICATION_SERVER_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.GROUP_PROTOCOL_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.NUM_STREAM_THREADS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.REPLICATION_FACTOR_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.STATE_DIR_CONFIG;

import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Kafka Streams application.
 *
 * <p>The error policy: bytes that cannot be read and records that a processor fails on go to the
 * dead-letter topic and the stream goes on; a thread that dies of anything else is replaced, but
 * not more than {@value #REPLACEMENTS} times in ten minutes: then the application stops and its
 * health turns unhealthy.
 */
public final class StreamsService implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final int REPLACEMENTS = 10;
  private static final Duration REPLACEMENT_WINDOW = Duration.ofMinutes(10);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Lets the processing handler see errors of global stores too; the constant is deprecated, as it
   * becomes the default in 5.0.
   */
  private static final String GLOBAL_STORE_ERRORS = "processing.exception.handler.global.enabled";

  private final String name;
  private final ServiceContext context;
  private final Function<StreamsBuilder, Topology> topology;
  private final Map<String, Object> overrides;
  private final Deque<Instant> replaced = new ArrayDeque<>();
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable String failure;

  /**
   * An application.
   *
   * @param name its name; the application id is this after the prefix
   * @param topology makes the topology from a builder that insists on explicit names
   */
  public StreamsService(
      String name, ServiceContext context, Function<StreamsBuilder, Topology> topology) {
    this(name, context, topology, Map.of());
  }

  /**
   * An application with configuration of its own.
   *
   * @param overrides by Kafka's keys; stronger than the shared defaults
   */
  public StreamsService(
      String name,
      ServiceContext context,
      Function<StreamsBuilder, Topology> topology,
      Map<String, Object> overrides) {
    this.name = name;
    this.context = context;
    this.topology = topology;
    this.overrides = Map.copyOf(overrides);
  }

  /** A builder that refuses stores, repartitions and changelogs without an explicit name. */
  public static StreamsBuilder strictBuilder() {
    return new StreamsBuilder(strictConfig());
  }

  /** The same insistence for a topology that is put together from processors. */
  public static TopologyConfig strictConfig() {
    Properties properties = new Properties();
    properties.put(APPLICATION_ID_CONFIG, "names");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    properties.put(ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(GLOBAL_STORE_ERRORS, true);
    return new TopologyConfig(new StreamsConfig(properties));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    KafkaStreams created = new KafkaStreams(topology.apply(strictBuilder()), properties());
    created.setUncaughtExceptionHandler(this::onUncaught);
    created.setStateListener((now, before) -> LOG.debug("{} is {}", name, now));
    new KafkaStreamsMetrics(created).bindTo(context.meters());
    streams = created;
    created.start();
  }

  /** What Kafka Streams is configured with. */
  Properties properties() {
    KafkaSettings kafka = context.kafka().settings();
    Map<String, Object> p = new HashMap<>(context.kafka().common());
    p.put(APPLICATION_ID_CONFIG, kafka.applicationPrefix() + "-" + name);
    p.put(STATE_DIR_CONFIG, context.data().resolve("state").resolve(name).toString());
    boolean exactly = kafka.guarantee() == KafkaSettings.Guarantee.EXACTLY_ONCE;
    p.put(
        PROCESSING_GUARANTEE_CONFIG,
        exactly ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
    p.put(NUM_STREAM_THREADS_CONFIG, kafka.streams().threads());
    p.put(NUM_STANDBY_REPLICAS_CONFIG, kafka.streams().standbyReplicas());
    p.put(COMMIT_INTERVAL_MS_CONFIG, kafka.streams().commitInterval().toMillis());
    p.put(GROUP_PROTOCOL_CONFIG, kafka.streams().groupProtocol().name().toLowerCase(Locale.ROOT));
    p.put(STATESTORE_CACHE_MAX_BYTES_CONFIG, kafka.streams().cacheBytes());
    p.put(REPLICATION_FACTOR_CONFIG, kafka.replicationFactor());
    p.put(DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    p.put(ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
    p.put(DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, ReadErrors.class);
    p.put(PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessErrors.class);
    p.put(GLOBAL_STORE_ERRORS, true);
    p.put(PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, SendErrors.class);
    p.put(ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTERS.name());
    p.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // Without the producer's prefix, which would be stronger than what is configured.
    p.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, EventProducer.COMPRESSION);
    p.put(StreamsConfig.producerPrefix("linger.ms"), 5);
    if (!kafka.streams().applicationServer().isEmpty()) {
      p.put(APPLICATION_SERVER_CONFIG, kafka.streams().applicationServer());
    }
    p.putAll(overrides);
    Properties properties = new Properties();
    properties.putAll(p);
    return properties;
  }

  private synchronized StreamThreadExceptionResponse onUncaught(Throwable error) {
    Instant now = context.clock().instant();
    replaced.removeIf(at -> at.isBefore(now.minus(REPLACEMENT_WINDOW)));
    replaced.add(now);
    if (replaced.size() > REPLACEMENTS) {
      failure =
          "stopped after " + REPLACEMENTS + " failures in " + REPLACEMENT_WINDOW + ": " + error;
      LOG.error("{} {}", name, failure, error);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.warn("{} replaces a failed thread ({} of {})", name, replaced.size(), REPLACEMENTS, error);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public Health health() {
    KafkaStreams running = streams;
    String failed = failure;
    if (failed != null) {
      return Health.unhealthy(failed);
    }
    if (running == null) {
      return Health.degraded("not started");
    }
    return switch (running.state()) {
      case RUNNING -> Health.healthy();
      case CREATED, REBALANCING -> Health.degraded("starting or rebalancing");
      default -> Health.unhealthy("the stream is " + running.state());
    };
  }

  /** The running application for interactive queries; empty before the start. */
  public Optional<KafkaStreams> streams() {
    return Optional.ofNullable(streams);
  }

  /** The present, as the service sees it. */
  public Clock clock() {
    return context.clock();
  }

  @Override
  public void close() {
    KafkaStreams running = streams;
    if (running != null) {
      running.close(STOP_TIMEOUT);
    }
  }
}
