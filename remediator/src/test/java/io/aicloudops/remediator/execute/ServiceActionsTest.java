package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.faults.FormerValues;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Actions on services and on what lets them through, as the least account. */
class ServiceActionsTest extends ClusterFixture {

  private void service(Map<String, String> selector) {
    root.resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withSelector(selector)
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build())
        .create();
  }

  private Map<String, String> selector() {
    return root.services().inNamespace("shop").withName(name).get().getSpec().getSelector();
  }

  @Test
  void makesASelectorMatchTheWorkloadsPodsAndSetsItBack() {
    deploy(1);
    service(Map.of("app", "typo", "tier", "none"));
    Intent mend = about(ActionKind.MEND_SELECTOR, "Service", Map.of("workload", ""));
    Attempt done = carryOut(mend);
    assertThat(selector()).isEqualTo(Map.of("app", name));
    assertThat(refusal(mend)).contains("matches pods");
    assertThat(undo(mend, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(selector()).isEqualTo(Map.of("app", "typo", "tier", "none"));
    mend.getParams().put("workload", "Deployment/elsewhere");
    assertThat(refusal(mend)).contains("there is no Deployment elsewhere");
  }

  @Test
  void restoresAServiceFieldByFieldOrNotAtAll() {
    service(Map.of("app", "wrong"));
    Intent restore =
        intent(
            "shop/Service/" + name, IntentKind.DRY_RUN, ActionKind.RESTORE_FORMER_VALUE, Map.of());
    restore.getParams().put(FormerValues.FORMER + "selector.app", name);
    restore.getParams().put(FormerValues.LATTER + "selector.app", "wrong");
    restore.getParams().put(FormerValues.FORMER + "ports[http].targetPort", "9090");
    restore.getParams().put(FormerValues.LATTER + "ports[http].targetPort", "8080");
    restore.getParams().put(FormerValues.FORMER + "selector[example.org/tier]", "web");
    Attempt done = carryOut(restore);
    assertThat(selector()).isEqualTo(Map.of("app", name, "example.org/tier", "web"));
    var spec = root.services().inNamespace("shop").withName(name).get().getSpec();
    assertThat(spec.getPorts().get(0).getTargetPort().getIntVal()).isEqualTo(9090);
    assertThat(undo(restore, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(selector()).isEqualTo(Map.of("app", "wrong"));
    restore.getParams().put(FormerValues.LATTER + "selector.app", "of yesterday");
    assertThat(refusal(restore)).contains("not as the change left it");
    restore.getParams().put(FormerValues.LATTER + "selector.app", "cut off…");
    assertThat(refusal(restore)).contains("does not have all of");
  }

  @Test
  void restoresANetworkPolicy() {
    root.resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", "everything")
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build())
        .create();
    Intent restore =
        intent(
            "shop/NetworkPolicy/" + name,
            IntentKind.DRY_RUN,
            ActionKind.RESTORE_FORMER_VALUE,
            Map.of());
    restore.getParams().put(FormerValues.FORMER + "podSelector.matchLabels.app", "old");
    restore.getParams().put(FormerValues.LATTER + "podSelector.matchLabels.app", "everything");
    Attempt done = carryOut(restore);
    assertThat(done.diff().text()).contains("+      app: \"old\"");
    assertThat(undo(restore, done).status()).isEqualTo(OutcomeStatus.DONE);
    Intent secret =
        intent(
            "shop/Secret/" + name, IntentKind.DRY_RUN, ActionKind.RESTORE_FORMER_VALUE, Map.of());
    secret.getParams().putAll(restore.getParams());
    assertThat(refusal(secret)).contains("no kind that is acted on");
  }
}
