package io.aicloudops.connect.kubernetes.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorsTest {

  private static final String EARLY = "2026-03-01T12:00:00Z";
  private static final String LATE = "2026-03-01T12:00:05Z";

  private static ManagedFieldsEntry entry(
      String manager, String time, @Nullable String subresource, String... fields) {
    FieldsV1 owned = new FieldsV1();
    for (String field : fields) {
      owned.setAdditionalProperty(field, Map.of());
    }
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withOperation("Update")
        .withTime(time)
        .withSubresource(subresource)
        .withFieldsV1(owned)
        .build();
  }

  private static ConfigMap object(ManagedFieldsEntry... entries) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withManagedFields(entries)
        .endMetadata()
        .build();
  }

  @Test
  void isWhoTookAFieldAndNotWhoLostIt() {
    assertThat(
            Authors.of(
                object(entry("installer", EARLY, null, "image", "replicas")),
                object(
                    entry("release", EARLY, null, "image"),
                    entry("installer", EARLY, null, "replicas"))))
        .isEqualTo("release");
  }

  @Test
  void isWhoWroteLastWhereOwnersStayTheSame() {
    assertThat(
            Authors.of(
                object(entry("a", EARLY, null, "x"), entry("b", EARLY, null, "y")),
                object(entry("a", LATE, null, "x"), entry("b", EARLY, null, "y"))))
        .isEqualTo("a");
  }

  @Test
  void isNotTheControllerThatNumbersRevisions() {
    assertThat(
            Authors.of(
                object(entry("kubectl", EARLY, null, "x")),
                object(
                    entry("kubectl", LATE, null, "x"),
                    entry("kube-controller-manager", LATE, null, "annotation"),
                    entry("kubelet", LATE, "status", "status"))))
        .isEqualTo("kubectl");
    assertThat(
            Authors.of(
                object(entry("kubectl", EARLY, null, "x")),
                object(
                    entry("kubectl", EARLY, null, "x"),
                    entry("kube-controller-manager", LATE, "scale", "replicas"))))
        .isEqualTo("kube-controller-manager");
  }

  @Test
  void knowsOurselvesAndNobody() {
    assertThat(Authors.of(object(), object(entry("ai-cloudops/7", LATE, null, "x"))))
        .isEqualTo("ai-cloudops");
    assertThat(Authors.of(object(), object())).isEmpty();
  }
}
