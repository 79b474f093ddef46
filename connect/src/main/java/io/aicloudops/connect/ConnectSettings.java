package io.aicloudops.connect;

import io.aicloudops.connect.alerts.AlertSettings;
import io.aicloudops.connect.cdc.CdcSettings;
import io.aicloudops.connect.kubernetes.WatchSettings;
import io.aicloudops.connect.otlp.OtlpSettings;
import io.aicloudops.connect.remotewrite.RemoteWriteSettings;
import io.aicloudops.connect.scrape.ScrapeSettings;
import io.aicloudops.connect.topology.CallSettings;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;

/** Where the data comes from. */
public record ConnectSettings(
    @Setting("How the cluster is watched.") WatchSettings kubernetes,
    @Setting("Metrics pages.") ScrapeSettings scrape,
    @Setting("Prometheus remote write.") RemoteWriteSettings remoteWrite,
    @Setting("OpenTelemetry's traces and logs.") OtlpSettings otlp,
    @Setting("Who calls whom.") CallSettings calls,
    @Setting("Alertmanager.") AlertSettings alerts,
    @Setting("A CMDB or deployment database.") CdcSettings cdc) {

  /** Where the settings stand. */
  public static final Section<ConnectSettings> SECTION =
      new Section<>("connect", ConnectSettings.class);
}
