package io.aicloudops.connect.remotewrite;

import io.aicloudops.connect.exposition.MetricTypes;
import io.aicloudops.schemas.event.MetricType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types that metadata records told; in version 1.0 they come in requests of their own, about
 * once a minute. Safe for use by several threads.
 */
final class FamilyTypes {

  /** More families than any installation has; a sender that makes names up cannot fill memory. */
  private static final int MOST = 100_000;

  private final Map<String, MetricType> types = new ConcurrentHashMap<>();

  void learn(Map<String, MetricType> told) {
    told.forEach(
        (family, type) -> {
          if (types.size() < MOST || types.containsKey(family)) {
            types.put(family, type);
          }
        });
  }

  /** The type of a series' family; as its name suggests if nobody told. */
  MetricType of(String series) {
    MetricType own = types.get(series);
    MetricType type = own != null ? own : types.get(MetricTypes.familyOf(series));
    return type == null || type == MetricType.UNKNOWN ? MetricTypes.guess(series) : type;
  }
}
