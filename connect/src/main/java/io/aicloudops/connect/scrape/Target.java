package io.aicloudops.connect.scrape;

import io.aicloudops.runtime.settings.Secret;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metrics page to scrape. Two targets that differ in anything are different targets.
 *
 * @param labels what is known of it; has job and instance
 * @param honorLabels true if the labels of its series win over these
 */
public record Target(URI url, Map<String, String> labels, boolean honorLabels, Secret token) {

  /** A configured target. */
  static Target of(ScrapeSettings.Static configured) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("job", configured.job());
    labels.put("instance", configured.url().getAuthority());
    labels.putAll(configured.labels());
    return new Target(configured.url(), labels, configured.honorLabels(), configured.token());
  }

  /** A series' labels with those of the target. */
  Map<String, String> join(Map<String, String> ofSeries) {
    Map<String, String> joined = new TreeMap<>(labels);
    for (Map.Entry<String, String> label : ofSeries.entrySet()) {
      String of = labels.get(label.getKey());
      if (of == null || honorLabels) {
        joined.put(label.getKey(), label.getValue());
      } else if (!of.equals(label.getValue())) {
        joined.put("exported_" + label.getKey(), label.getValue());
      }
    }
    return joined;
  }
}
