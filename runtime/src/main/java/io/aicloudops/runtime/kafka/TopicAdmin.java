package io.aicloudops.runtime.kafka;

import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates and lists the topics of the system. */
public final class TopicAdmin {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final KafkaClients clients;

  /** Over these clients. */
  public TopicAdmin(KafkaClients clients) {
    this.clients = clients;
  }

  /** Partitions a topic is created with here. */
  public int partitions(Topic<?> topic) {
    return Math.min(topic.partitions(), clients.settings().maxPartitions());
  }

  /**
   * Creates the topics that do not exist; those that do stay as they are.
   *
   * @return the names of the topics created
   * @throws LogUnavailableException if the brokers cannot be reached or refuse
   */
  public List<String> createMissing() {
    return ask("create topics", this::createMissing);
  }

  private List<String> createMissing(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> existing = names(admin);
    short replication = (short) clients.settings().replicationFactor();
    List<NewTopic> missing = new ArrayList<>();
    for (Topic<?> topic : Topics.all()) {
      if (!existing.contains(topic.name())) {
        missing.add(
            new NewTopic(topic.name(), partitions(topic), replication)
                .configs(topic.configuration()));
      }
    }
    create(admin, missing);
    return missing.stream().map(NewTopic::name).toList();
  }

  private static void create(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (var creation : admin.createTopics(topics).values().values()) {
      try {
        creation.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        // Another replica was faster.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /**
   * The partitions of each of our topics that exists, by name.
   *
   * @throws LogUnavailableException if the brokers cannot be reached
   */
  public Map<String, Integer> existing() {
    return ask("list topics", TopicAdmin::existing);
  }

  private static Map<String, Integer> existing(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> names = names(admin);
    List<String> ours = Topics.all().stream().map(Topic::name).filter(names::contains).toList();
    Map<String, TopicDescription> descriptions =
        admin.describeTopics(ours).allTopicNames().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    Map<String, Integer> partitions = new TreeMap<>();
    descriptions.forEach(
        (name, description) -> partitions.put(name, description.partitions().size()));
    return partitions;
  }

  private static Set<String> names(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin.listTopics().names().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  /** What the brokers are asked. */
  private interface Question<T> {
    T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
  }

  private <T> T ask(String what, Question<T> question) {
    try (Admin admin = clients.admin()) {
      return question.ask(admin);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      String servers = clients.settings().bootstrap().servers();
      throw new LogUnavailableException(
          "cannot " + what + " at " + servers + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("interrupted: " + what, e);
    }
  }
}
