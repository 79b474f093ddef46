package io.aicloudops.connect.kubernetes;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** How the cluster is watched; which cluster it is, the section {@code kubernetes} says. */
public record WatchSettings(
    @Setting(
            value =
                "Read the last lines of a container's log when it has crashed, where permitted.",
            byDefault = "true")
        boolean crashLogs,
    @Setting(
            value = "How long changes of the topology are collected before they are written.",
            byDefault = "500ms")
        Duration topologyDelay,
    @Setting(
            value =
                "How long a revision has to be fully available before it counts as one to roll back to.",
            byDefault = "30s")
        Duration healthyAfter) {}
