package io.aicloudops.launcher.process;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.net.URI;
import java.net.URISyntaxException;

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

  public ClientSettings {
    if (!url.isEmpty()) {
      address(url);
    }
  }

  /**
   * The URL of a service.
   *
   * @throws IllegalArgumentException if it has no http or https, or no host; says the fix
   */
  public static URI address(String url) {
    try {
      URI address = new URI(url);
      boolean http =
          "http".equalsIgnoreCase(address.getScheme())
              || "https".equalsIgnoreCase(address.getScheme());
      if (http && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "url has to be like http://localhost:8080 or https://aiops.example.com, not " + url);
  }
}
