package io.aicloudops.launcher.process;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;

/** How the commands that ask a running service reach it. */
public record ClientSettings(
    @Setting(
            value = "URL of the query service; empty takes the process that runs on this machine.",
            byDefault = "")
        String url,
    @Setting(
            value = "Bearer token; empty signs one with the secret in the data directory.",
            byDefault = "")
        Secret token) {

  /** Where the settings stand. */
  public static final Section<ClientSettings> SECTION =
      new Section<>("client", ClientSettings.class);
}
