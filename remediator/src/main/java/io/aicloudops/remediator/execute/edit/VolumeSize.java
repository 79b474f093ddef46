package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.databind.node.TextNode;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Asks for a larger volume where its storage class allows it. */
final class VolumeSize implements Edit {

  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1L << 20);

  private final KubernetesClient client;

  VolumeSize(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Change of(Intent intent, HasMetadata live) {
    if (!(live instanceof PersistentVolumeClaim claim)) {
      throw NotActedOnException.nothing("it is no volume claim");
    }
    if (claim.getStatus() == null || !"Bound".equals(claim.getStatus().getPhase())) {
      throw new NotActedOnException("the claim " + SpecEdits.name(live) + " is not bound");
    }
    requireExpansion(claim);
    Quantity now = claim.getSpec().getResources().getRequests().get("storage");
    if (now == null) {
      throw new NotActedOnException("the claim " + SpecEdits.name(live) + " asks for no size");
    }
    long size = mebibytes(now, intent);
    return Change.forGood(
        "/spec/resources/requests/storage",
        TextNode.valueOf(size + "Mi"),
        "expanded %s from %s to %dMi".formatted(SpecEdits.name(live), now, size));
  }

  private void requireExpansion(PersistentVolumeClaim claim) {
    String name = claim.getSpec().getStorageClassName();
    StorageClass type =
        name == null || name.isEmpty()
            ? null
            : client.storage().v1().storageClasses().withName(name).get();
    if (type == null || !Boolean.TRUE.equals(type.getAllowVolumeExpansion())) {
      throw new NotActedOnException(
          "the storage class " + name + " does not allow a volume to be expanded");
    }
  }

  /** The new size in MiB. */
  private static long mebibytes(Quantity now, Intent intent) {
    BigDecimal before = Quantity.getAmountInBytes(now);
    BigDecimal factor = number(intent, "factor");
    BigDecimal ceiling = number(intent, "ceiling");
    BigDecimal size = before.multiply(factor).min(ceiling);
    if (size.compareTo(before) <= 0) {
      throw NotActedOnException.nothing("the claim is as large as may be");
    }
    return size.divide(MEBIBYTE, 0, RoundingMode.CEILING).longValue();
  }

  private static BigDecimal number(Intent intent, String param) {
    String text = intent.getParams().getOrDefault(param, "0");
    return text.matches("\\d{1,18}(\\.\\d{1,9})?") ? new BigDecimal(text) : BigDecimal.ZERO;
  }
}
