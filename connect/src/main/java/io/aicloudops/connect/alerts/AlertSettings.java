package io.aicloudops.connect.alerts;

import io.aicloudops.runtime.settings.Setting;

/** How alerts are received. */
public record AlertSettings(
    @Setting(
            value = "Receive alerts on POST /api/v1/alerts/webhook (Alertmanager, version 4).",
            byDefault = "true")
        boolean enabled,
    @Setting(value = "Largest body, in bytes.", byDefault = "4MiB") long maxBody) {}
