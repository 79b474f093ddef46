package io.aicloudops.connect.scrape;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How metrics pages are scraped. */
public record ScrapeSettings(
    @Setting(value = "Scrape metrics pages.", byDefault = "true") boolean enabled,
    @Setting(value = "Time between two scrapes of a target.", byDefault = "15s") Duration interval,
    @Setting(
            value = "How long a page may take; no longer than the interval counts.",
            byDefault = "10s")
        Duration timeout,
    @Setting(
            value = "Spread the targets over the interval instead of asking all at once.",
            byDefault = "true")
        boolean jitter,
    @Setting(value = "Largest page, in bytes, before and after decompression.", byDefault = "32MiB")
        long maxPage,
    @Setting(
            value = "Samples of one page at the most; a larger page counts as down.",
            byDefault = "100000")
        int maxSamples,
    @Setting(
            value = "Scrape running pods that carry the annotation prometheus.io/scrape=true.",
            byDefault = "true")
        boolean pods,
    @Setting(value = "Targets that are always scraped.", byDefault = "[]") List<Static> targets) {

  /** Checks what no type checks. */
  public ScrapeSettings {
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("interval: must be 100ms or longer");
    }
  }

  /** A target that is configured. */
  public record Static(
      @Setting("Where the page is, e.g. http://host:9100/metrics.") URI url,
      @Setting("Name of the job, for the label job.") String job,
      @Setting(value = "Labels that all its series get.", byDefault = "{}")
          Map<String, String> labels,
      @Setting(
              value =
                  "The page speaks of others (cAdvisor, kube-state-metrics): its own labels win over the target's.",
              byDefault = "false")
          boolean honorLabels,
      @Setting(value = "Bearer token to send; empty for none.", byDefault = "") Secret token) {}
}
