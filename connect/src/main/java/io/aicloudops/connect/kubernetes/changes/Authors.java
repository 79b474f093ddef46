package io.aicloudops.connect.kubernetes.changes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who changed an object, by the field managers that the server notes. */
final class Authors {

  /** How our own writes are named, whatever part of us made them. */
  private static final String OURSELVES = "ai-cloudops";

  private static final String CONTROLLER = "kube-controller-manager";

  private Authors() {}

  /**
   * The manager whose entry is new or differs; where none does, the one that wrote last. Empty if
   * the server notes none.
   */
  static String of(HasMetadata before, HasMetadata after) {
    List<ManagedFieldsEntry> old = before.getMetadata().getManagedFields();
    List<ManagedFieldsEntry> writers =
        after.getMetadata().getManagedFields().stream()
            .filter(entry -> entry.getManager() != null)
            .filter(entry -> !"status".equals(entry.getSubresource()))
            .toList();
    Optional<ManagedFieldsEntry> fresh =
        writers.stream().filter(entry -> !old.contains(entry)).max(likeliest());
    return fresh
        .or(() -> writers.stream().max(likeliest()))
        .map(entry -> entry.getManager().startsWith(OURSELVES) ? OURSELVES : entry.getManager())
        .orElse("");
  }

  /** The controller writes annotations beside what people write; its scaling is its own. */
  private static Comparator<ManagedFieldsEntry> likeliest() {
    return Comparator.<ManagedFieldsEntry, Boolean>comparing(
            entry -> !CONTROLLER.equals(entry.getManager()) || entry.getSubresource() != null)
        .thenComparing(entry -> Objects.requireNonNullElse(entry.getTime(), ""));
  }
}
