package io.aicloudops.launcher.system;

import static org.awaitility.Awaitility.await;

import io.aicloudops.launcher.process.Services;
import io.aicloudops.remediator.execute.Permissions;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.kube.http.Account;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * A simulated cluster and the services that look after it, on a real log: connect watches, causes
 * are found, the remediator acts under an account that may do what its manifests allow.
 */
final class RowWorld implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(150);

  final People people = new People();
  final SimulatedCluster cluster;
  final KubernetesClient root;
  final Map<String, Remediation> remediations = new ConcurrentHashMap<>();
  final Map<String, Incident> incidents = new ConcurrentHashMap<>();
  final List<K8sEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, TopologyEntity> topology = new ConcurrentHashMap<>();
  final Set<String> approved = ConcurrentHashMap.newKeySet();
  private final Rig rig;
  private final EventProducer log;
  private final List<Thread> readers = new ArrayList<>();
  private volatile boolean closed;
  private volatile Instant broken = Instant.now();

  RowWorld(Path data, String... namespaces) {
    this(
        data,
        EnumSet.of(Services.CONNECT, Services.RCA, Services.REMEDIATOR),
        Map.of(),
        namespaces);
  }

  /**
   * @param services that look after it; connect and the remediator are among them
   * @param more settings
   */
  RowWorld(Path data, Set<Services> services, Map<String, ?> more, String... namespaces) {
    cluster =
        new SimulatedCluster(
                ClusterSettings.defaults()
                    .withNamespaces(namespaces)
                    .withSpeed(10)
                    .withAccounts(
                        Map.of(
                            "root", Account.admin("root"), "aiops", new Account("aiops", rules()))),
                new RowRuntime())
            .start();
    root = cluster.client("root");
    Map<String, Object> settings = new HashMap<>();
    settings.put("kubernetes.enabled", "on");
    settings.put("kubernetes.cluster", "demo");
    settings.put("kubernetes.url", cluster.url());
    settings.put("kubernetes.token", "aiops");
    settings.put("remediator.policy.default-mode", "auto");
    // Many faults follow each other here; that is no storm.
    settings.put("remediator.policy.storm-namespaces", 100);
    settings.put("remediator.policy.cluster-budget", 1000);
    settings.put("remediator.notifications.webhook.url", people.url());
    settings.put("remediator.notifications.per-minute", 1000);
    settings.putAll(more);
    rig = Rig.start(data, services, settings);
    log = rig.installation.kafka().producer("rows");
    read(Topics.REMEDIATIONS, r -> remediations.put(r.getId(), r));
    read(Topics.INCIDENTS, i -> incidents.put(i.getId(), i));
    read(Topics.K8S_EVENTS, events::add);
    read(Topics.TOPOLOGY, t -> topology.put(t.getEntity(), t));
    await()
        .atMost(PATIENCE)
        .until(() -> rig.installation.health().values().stream().allMatch(h -> h.alive()));
  }

  /** What the manifests allow the two service accounts. */
  private static List<Account.Rule> rules() {
    List<Account.Rule> rules = new ArrayList<>();
    for (Permissions p : Permissions.ALL) {
      rules.add(
          new Account.Rule(
              Set.copyOf(p.verbs()), Set.of(p.apiGroup()), Set.copyOf(p.resources()), Set.of("*")));
    }
    rules.add(
        new Account.Rule(Set.of("get", "list", "watch"), Set.of("*"), Set.of("*"), Set.of("*")));
    return rules;
  }

  <V extends SpecificRecord> void read(Topic<V> topic, Consumer<V> into) {
    Thread thread =
        new Thread(
            () -> {
              try (var consumer =
                  rig.installation.kafka().consumer("rows-" + topic.name(), topic)) {
                consumer.subscribe(List.of(topic.name()));
                while (!closed) {
                  consumer
                      .poll(Duration.ofMillis(100))
                      .forEach(
                          record -> {
                            if (record.value() != null) {
                              into.accept(record.value());
                            }
                          });
                }
              }
            },
            "rows-" + topic.name());
    thread.setDaemon(true);
    thread.start();
    readers.add(thread);
  }

  <V extends SpecificRecord> void tell(Topic<V> topic, String key, V value) {
    log.sendAndAwait(topic, key, value, Instant.now());
  }

  /** Sends without waiting; the next that is told is told after it. */
  <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
    var unused = log.send(topic, key, value, Instant.now());
  }

  /** What connect tells when it sees such an event or state. */
  void event(String entity, String object, String reason, String message) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    tell(
        Topics.K8S_EVENTS,
        entity,
        K8sEvent.newBuilder()
            .setEntity(entity)
            .setObject(object)
            .setType(K8sEventType.STATE)
            .setReason(reason)
            .setMessage(message)
            .setFirstSeen(now)
            .setTime(now)
            .setAttributes(new HashMap<>())
            .build());
  }

  /** What connect tells when it is sent such an alert. */
  void alert(String entity, String name) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String fingerprint = name + " of " + entity;
    tell(
        Topics.ALERTS,
        fingerprint,
        Alert.newBuilder()
            .setFingerprint(fingerprint)
            .setStatus(AlertStatus.FIRING)
            .setName(name)
            .setSeverity("critical")
            .setEntity(entity)
            .setLabels(new HashMap<>(Map.of("alertname", name)))
            .setAnnotations(new HashMap<>())
            .setStartsAt(now)
            .setSource("test")
            .setReceivedAt(now)
            .build());
  }

  /** When the last fault began: a row says so after what it had to prepare. */
  Instant broken() {
    return broken;
  }

  void breakNow() {
    broken = Instant.now();
  }

  void order(CommandType type, String target, String diffHash, Map<String, String> params) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    tell(
        Topics.COMMANDS,
        target,
        Command.newBuilder()
            .setId(type + "-" + target + "-" + now)
            .setType(type)
            .setTarget(target)
            .setActor("ann")
            .setRole("operator")
            .setTime(now)
            .setDiffHash(diffHash)
            .setParams(new HashMap<>(params))
            .build());
  }

  void deploy(Deployment deployment) {
    // A server that is slow to answer is asked again by the client, and has it by then.
    root.resource(deployment).createOr(existing -> existing.update());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Deployment live = root.resource(deployment).get();
              Integer ready =
                  live == null || live.getStatus() == null
                      ? null
                      : live.getStatus().getReadyReplicas();
              return ready != null && ready.equals(deployment.getSpec().getReplicas());
            });
    breakNow(); // what is broken is broken from here on
  }

  /** Waits until the topology says so of an entity. */
  void known(String entity, String attribute, String value) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              TopologyEntity known = topology.get("demo/" + entity);
              return known != null && value.equals(known.getAttributes().get(attribute));
            });
  }

  /** Waits until the topology has told of an entity. */
  void known(String entity) {
    await().atMost(PATIENCE).until(() -> topology.containsKey("demo/" + entity));
  }

  /** What the topology told last of an entity. */
  Optional<TopologyEntity> told(String entity) {
    return Optional.ofNullable(topology.get("demo/" + entity));
  }

  /** What the services wrote to the cluster. */
  List<AuditEntry> writes() {
    return cluster.audit().stream().filter(e -> e.user().equals("aiops") && e.wrote()).toList();
  }

  @Override
  public void close() {
    closed = true;
    for (Thread reader : readers) {
      try {
        reader.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    log.close();
    rig.close();
    root.close();
    cluster.close();
    people.close();
  }
}
