package io.aicloudops.remediator.policy;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** The ConfigMap that a cluster keeps its policy in. */
public record PolicyMapSettings(
    @Setting(value = "Its namespace.", byDefault = "ai-cloudops") String namespace,
    @Setting(
            value =
                "Its name; the key policy.conf has the settings of remediator.policy and takes their place. Empty for none.",
            byDefault = "")
        String name,
    @Setting(value = "How often it is read.", byDefault = "5s") Duration every) {

  public PolicyMapSettings {
    if (every.toMillis() < 100) {
      throw new IllegalArgumentException("every must be at least 100 ms");
    }
  }
}
