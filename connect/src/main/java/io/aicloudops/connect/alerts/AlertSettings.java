package io.aicloudops.connect.alerts;

import io.aicloudops.runtime.settings.Setting;

/** How alerts are received. */
public record AlertSettings(
    @Setting(
            value = "Receive alerts on POST /api/v1/alerts/webhook (Alertmanager, version 4).",
            byDefault = "true")
        boolean enabled,
    @Setting(
            value = "Largest body, in bytes; a larger group of alerts is not tried again.",
            byDefault = "32MiB")
        long maxBody) {}
