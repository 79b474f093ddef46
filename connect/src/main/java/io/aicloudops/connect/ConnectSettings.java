package io.aicloudops.connect;

import io.aicloudops.connect.alerts.AlertSettings;
import io.aicloudops.connect.cdc.CdcSettings;
import io.aicloudops.connect.kubernetes.WatchSettings;
import io.aicloudops.connect.kubernetes.inspection.InspectionSettings;
import io.aicloudops.connect.otlp.OtlpSettings;
import io.aicloudops.connect.remotewrite.RemoteWriteSettings;
import io.aicloudops.connect.scrape.ScrapeSettings;
import io.aicloudops.connect.topology.CallSettings;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;

/** Where the data comes from. */
public record ConnectSettings(
    @Setting("How the cluster is watched.") WatchSettings kubernetes,
    @Setting("Inspection of the whole cluster.") InspectionSettings inspection,
    @Setting("Metrics pages.") ScrapeSettings scrape,
    @Setting("Prometheus remote write.") RemoteWriteSettings remoteWrite,
    @Setting("OpenTelemetry's traces and logs.") OtlpSettings otlp,
    @Setting("Who calls whom.") CallSettings calls,
    @Setting("Alertmanager.") AlertSettings alerts,
    @Setting("A CMDB or deployment database.") CdcSettings cdc,
    @Setting(
            value =
                "Workloads, nodes and services that scraping, remote write and OTLP may speak of, each, and ten times as many pods; further ones are refused, counted and told of by an alert. As many callers are known, and ten times as many calls.",
            byDefault = "20000")
        int maxEntities) {

  /** Checks what no type checks. */
  public ConnectSettings {
    if (maxEntities < 1) {
      throw new IllegalArgumentException(
          "max-entities: has to be 1 or more, but it is " + maxEntities);
    }
  }

  /** Where the settings stand. */
  public static final Section<ConnectSettings> SECTION =
      new Section<>("connect", ConnectSettings.class);
}
