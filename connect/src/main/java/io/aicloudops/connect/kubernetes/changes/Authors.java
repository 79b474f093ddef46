package io.aicloudops.connect.kubernetes.changes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who changed an object, by the field managers that the server notes. */
final class Authors {

  /** How our own writes are named, whatever part of us made them. */
  private static final String OURSELVES = "ai-cloudops";

  private static final String CONTROLLER = "kube-controller-manager";

  private Authors() {}

  /**
   * The manager that wrote between the two; where the entries do not tell, the one that wrote last.
   * Empty if the server notes none.
   */
  static String of(HasMetadata before, HasMetadata after) {
    List<ManagedFieldsEntry> old = before.getMetadata().getManagedFields();
    List<ManagedFieldsEntry> writers =
        after.getMetadata().getManagedFields().stream()
            .filter(entry -> entry.getManager() != null)
            .filter(entry -> !"status".equals(entry.getSubresource()))
            .toList();
    Optional<ManagedFieldsEntry> fresh =
        writers.stream().filter(entry -> wrote(entry, old)).max(likeliest());
    return fresh
        .or(() -> writers.stream().max(likeliest()))
        .map(entry -> entry.getManager().startsWith(OURSELVES) ? OURSELVES : entry.getManager())
        .orElse("");
  }

  /**
   * A manager that wrote has a new time or owns more than before; one that only lost fields to
   * another did not write. Times have seconds, so that they alone do not tell.
   */
  private static boolean wrote(ManagedFieldsEntry entry, List<ManagedFieldsEntry> old) {
    return old.stream()
        .filter(
            before ->
                Objects.equals(before.getManager(), entry.getManager())
                    && Objects.equals(before.getOperation(), entry.getOperation())
                    && Objects.equals(before.getSubresource(), entry.getSubresource()))
        .findFirst()
        .map(
            before ->
                !Objects.equals(before.getTime(), entry.getTime())
                    || fields(entry) > fields(before))
        .orElse(true);
  }

  private static int fields(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() == null ? 0 : count(entry.getFieldsV1().getAdditionalProperties());
  }

  private static int count(Map<?, ?> fields) {
    int count = fields.size();
    for (Object inner : fields.values()) {
      if (inner instanceof Map<?, ?> map) {
        count += count(map);
      }
    }
    return count;
  }

  /** The controller writes annotations beside what people write; its scaling is its own. */
  private static Comparator<ManagedFieldsEntry> likeliest() {
    return Comparator.<ManagedFieldsEntry, Boolean>comparing(
            entry -> !CONTROLLER.equals(entry.getManager()) || entry.getSubresource() != null)
        .thenComparing(entry -> Objects.requireNonNullElse(entry.getTime(), ""));
  }
}
