package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.faults.FormerValues;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Actions on config maps, as the least account. */
class ConfigMapActionsTest extends ClusterFixture {

  @Test
  void restoresAConfigMapLineByLine() {
    deploy(1);
    root.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .addToData("LEVEL", "debug")
                .addToData("app.properties", "# pool\n  pool.size = 1\ntimeout=5\nadded=yes\n")
                .build())
        .create();
    String in = "configmap/" + name;
    Intent restore = about(ActionKind.RESTORE_FORMER_VALUE, "ConfigMap", Map.of());
    Map<String, String> params = restore.getParams();
    params.put(FormerValues.FORMER + in + "[LEVEL]", "info");
    params.put(FormerValues.LATTER + in + "[LEVEL]", "debug");
    params.put(FormerValues.FORMER + in + "[app.properties].pool.size", "20");
    params.put(FormerValues.LATTER + in + "[app.properties].pool.size", "1");
    params.put(FormerValues.LATTER + in + "[app.properties].added", "yes");
    params.put(FormerValues.FORMER + in + "[GONE]", "was here");
    Attempt done = carryOut(restore);
    assertThat(data())
        .isEqualTo(
            Map.of(
                "LEVEL", "info",
                "GONE", "was here",
                "app.properties", "# pool\n  pool.size = 20\ntimeout=5\n"));
    assertThat(undo(restore, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(data()).containsEntry("LEVEL", "debug").doesNotContainKey("GONE");
    params.put(FormerValues.FORMER + in + "[app.properties].lost", "line");
    assertThat(refusal(restore)).contains("the place of");
  }

  private Map<String, String> data() {
    return root.configMaps().inNamespace("shop").withName(name).get().getData();
  }

  @Test
  void touchesNothingThatOptsOut() {
    root.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToAnnotations("aiops.io/opt-out", "true")
                .endMetadata()
                .addToData("LEVEL", "debug")
                .build())
        .create();
    deploy(1);
    Intent restore = about(ActionKind.RESTORE_FORMER_VALUE, "ConfigMap", Map.of());
    restore.getParams().put(FormerValues.FORMER + "configmap/" + name + "[LEVEL]", "info");
    restore.getParams().put(FormerValues.LATTER + "configmap/" + name + "[LEVEL]", "debug");
    Attempt dry = dryRun(restore);
    assertThat(around(dry).optedOut()).isTrue();
    assertThat(cluster.execute(approved(restore, dry)).message()).startsWith("opted-out: ");
    assertThat(writes()).filteredOn(AuditEntry::wrote).isEmpty();
  }
}
