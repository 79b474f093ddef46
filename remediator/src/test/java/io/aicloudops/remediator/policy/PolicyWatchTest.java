package io.aicloudops.remediator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kubernetes.KubernetesAccess;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.kube.http.Account;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyWatchTest {

  private static final Account READS_IT =
      new Account(
          "remediator",
          List.of(
              new Account.Rule(
                  Set.of("get"), Set.of(""), Set.of("configmaps"), Set.of("ai-cloudops"))));

  private final SimulatedCluster simulated =
      new SimulatedCluster(
          ClusterSettings.defaults()
              .withNamespaces("ai-cloudops")
              .withAccounts(Map.of("root", Account.admin("root"), "remediator", READS_IT)),
          new NoPods());
  private final KubernetesClient root = simulated.start().client("root");
  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final PolicyWatch watch = watch("ai-cloudops");

  private PolicyWatch watch(String namespace) {
    KubernetesSettings settings =
        new KubernetesSettings(
            KubernetesSettings.Mode.ON,
            "demo",
            simulated.url(),
            new Secret("remediator"),
            "",
            "",
            "",
            List.of());
    return new PolicyWatch(
        new PolicyMapSettings(namespace, "ai-cloudops-policy", Duration.ofMillis(100)),
        "demo",
        KubernetesAccess.poller(settings, "test").orElseThrow(),
        () -> new EventProducer(log, serdes, Duration.ofSeconds(5), new SimpleMeterRegistry()),
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    watch.close();
    root.close();
    simulated.close();
  }

  private List<Command> told() {
    return log.history().stream()
        .map(r -> serdes.of(Topics.COMMANDS).deserializer().deserialize(r.topic(), r.value()))
        .toList();
  }

  private ConfigMap map(String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("ai-cloudops-policy")
        .withNamespace("ai-cloudops")
        .endMetadata()
        .addToData(PolicyWatch.KEY, text)
        .build();
  }

  private void awaitTold(int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> told().size() == count);
  }

  @Test
  void tellsEachChangeOnceAndKeepsTheLastGoodOneOverAnError() {
    root.resource(map("default-mode = observe")).create();
    watch.start();
    awaitTold(1);
    Command first = told().get(0);
    assertThat(first.getType()).isEqualTo(CommandType.POLICY);
    assertThat(first.getParams())
        .containsEntry("policy", "default-mode = observe")
        .containsEntry("cluster", "demo");
    assertThat(PolicyText.mayState(first)).isTrue();
    assertThat(first.getActor()).isEqualTo("ConfigMap ai-cloudops/ai-cloudops-policy");
    assertThat(watch.health()).isEqualTo(Health.healthy());

    root.resource(map("rules = [{ action = dance, mode = auto }, { mode = aut }]")).update();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(watch.health().toString())
                    .contains("the policy stays as it was")
                    .contains("policy.rules[0]")
                    .contains("policy.rules[1].mode"));
    assertThat(told()).hasSize(1);

    root.resource(map("default-mode = off")).update();
    awaitTold(2);
    awaitHealth("HEALTHY"); // which follows what is told
    root.resource(map("")).delete();
    awaitTold(3);
    assertThat(told().get(2).getParams()).containsEntry("policy", "");
    awaitHealth("is not there; the settings hold");
    assertThat(watch.health().status()).isEqualTo(Health.Status.DEGRADED);
    root.resource(map("default-mode = off")).create();
    awaitTold(4);
    awaitHealth("HEALTHY");
  }

  @Test
  void aFailedReadIsOverWithTheNextAndAWrongTextIsNot() {
    root.resource(map("default-mode = observe")).create();
    watch.start();
    awaitTold(1);
    simulated.stopApi();
    awaitHealth("the policy stays as it was");
    simulated.startApi();
    awaitHealth("HEALTHY");
    assertThat(told()).as("the text is the same").hasSize(1);
    root.resource(map("default-mode = aut")).update();
    awaitHealth("is rejected");
    simulated.stopApi();
    awaitHealth("cannot be read");
    simulated.startApi();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(watch.health().toString())
                    .contains("is rejected")
                    .doesNotContain("cannot be read"));
  }

  private void awaitHealth(String part) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(watch.health().toString()).contains(part));
  }

  @Test
  void whatItMayNotReadChangesNothing() {
    try (PolicyWatch blind = watch("elsewhere")) {
      blind.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> assertThat(blind.health().toString()).contains("cannot be read (403)"));
      assertThat(told()).isEmpty();
    }
  }

  @Test
  void readsAPolicyWholeOrNotAtAll() {
    assertThat(PolicyText.parse("default-mode = auto, min-healthy-share = 0.7").defaultMode())
        .isEqualTo(Mode.AUTO);
    assertThat(PolicyText.parse("{}").defaultMode()).isEqualTo(Mode.ASK);
    assertThatThrownBy(() -> PolicyText.parse("default-mode = auto, budget = 3"))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e -> assertThat(e.problems()).singleElement().asString().startsWith("policy.budget: "));
    assertThatThrownBy(() -> PolicyText.parse("default-mode = ["))
        .isInstanceOf(SettingsException.class);
    assertThat(new Policies().readable("cool-down = -1s")).isFalse();
    assertThat(new Policies().readable("cool-down = 1s")).isTrue();
  }

  /** Nothing runs here. */
  private static final class NoPods implements PodRuntime {

    @Override
    public boolean imageExists(String image) {
      return true;
    }

    @Override
    public void start(Launch launch, Listener listener) {
      throw new AssertionError("no pod was asked for");
    }

    @Override
    public void stop(String podUid) {
      throw new AssertionError("no pod was asked for");
    }

    @Override
    public Usage usage(String podUid) {
      return new Usage(0, 0);
    }
  }
}
