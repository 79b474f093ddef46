package io.aicloudops.remediator.policy;

import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of each change of the policy in a cluster's ConfigMap. A text with an error is told
 * to nobody: the policy before it stays in force, and the health says what is wrong. Where the map
 * or its key is missing, the settings hold, and the health says so, too: whoever named a map means
 * it to be read. An empty text is meant: the settings hold. Reading one named object needs the
 * least rights, so it is read again and again instead of watched.
 */
public final class PolicyWatch implements Service {

  /** The key within the ConfigMap. */
  public static final String KEY = "policy.conf";

  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final PolicyMapSettings settings;
  private final String cluster;
  private final KubernetesClient client;
  private final Supplier<EventProducer> producers;
  private final Clock clock;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "policy-watch");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable EventProducer producer;
  private @Nullable String seen;
  private volatile @Nullable String readTrouble;
  private volatile @Nullable String textTrouble;

  /**
   * @param cluster that the policy is for
   * @param client is closed with this
   */
  public PolicyWatch(
      PolicyMapSettings settings,
      String cluster,
      KubernetesClient client,
      Supplier<EventProducer> producers,
      Clock clock) {
    this.settings = settings;
    this.cluster = cluster;
    this.client = client;
    this.producers = producers;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "policy-watch";
  }

  @Override
  public void start() {
    producer = producers.get();
    long every = settings.every().toMillis();
    var unused = looking.scheduleWithFixedDelay(this::look, 0, every, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      String text = read();
      take(text == null ? "" : text);
      readTrouble =
          text == null ? where() + " or its key " + KEY + " is not there; the settings hold" : null;
    } catch (KubernetesClientException e) {
      readTrouble = where() + " cannot be read (" + e.getCode() + "); the policy stays as it was";
    } catch (LogUnavailableException e) {
      readTrouble = "the policy is told later: " + e.getMessage();
    } catch (RuntimeException e) {
      readTrouble = "reading the policy failed: " + e.getMessage();
      LOG.warn("{}", readTrouble, e);
    }
  }

  /** The text; null if there is no such ConfigMap or key. */
  private @Nullable String read() {
    ConfigMap map =
        client.configMaps().inNamespace(settings.namespace()).withName(settings.name()).get();
    return map == null || map.getData() == null ? null : map.getData().get(KEY);
  }

  private void take(String text) {
    if (text.equals(seen)) {
      return;
    }
    try {
      if (!text.isBlank()) {
        PolicyText.parse(text);
      }
    } catch (SettingsException e) {
      seen = text;
      textTrouble =
          where() + " is rejected, the policy stays as it was: " + String.join("; ", e.problems());
      LOG.warn("{}", textTrouble);
      return;
    }
    tell(text);
    seen = text;
    textTrouble = null;
    LOG.info(
        "{} {}",
        where(),
        text.isBlank() ? "states no policy: the settings hold" : "states the policy");
  }

  private void tell(String text) {
    Instant now = clock.instant();
    Command command =
        Command.newBuilder()
            .setId("policy:" + cluster + ":" + now.toEpochMilli())
            .setType(CommandType.POLICY)
            .setTarget("*")
            .setActor(where())
            .setRole(PolicyText.ROLE)
            .setTime(now)
            .setReason(text.isBlank() ? "none stated: the settings hold" : "changed")
            .setParams(Map.of("cluster", cluster, PolicyText.PARAM, text))
            .build();
    if (producer != null) {
      producer.sendAndAwait(Topics.COMMANDS, command.getTarget(), command, now);
    }
  }

  private String where() {
    return "ConfigMap " + settings.namespace() + "/" + settings.name();
  }

  @Override
  public Health health() {
    String what =
        Stream.of(Optional.ofNullable(readTrouble), Optional.ofNullable(textTrouble))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return what.isEmpty() ? Health.healthy() : Health.degraded(what);
  }

  @Override
  public void close() {
    looking.shutdownNow();
    if (producer != null) {
      producer.close();
    }
    client.close();
  }
}
