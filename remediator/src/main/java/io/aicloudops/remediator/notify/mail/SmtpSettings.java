package io.aicloudops.remediator.notify.mail;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** The server that takes mail. */
public record SmtpSettings(
    @Setting(value = "Host; empty sends no mail.", byDefault = "") String host,
    @Setting(value = "Port: 587 with starttls, 465 with tls, 25 with none.", byDefault = "587")
        int port,
    @Setting(
            value =
                "starttls (refused if the server does not offer it), tls from the first byte, or none.",
            byDefault = "starttls")
        Tls tls,
    @Setting(
            value = "PEM file of the authority that signed its certificate; empty for the usual.",
            byDefault = "")
        String ca,
    @Setting(value = "User name; empty to send without logging in.", byDefault = "")
        String username,
    @Setting(value = "Password.", byDefault = "") Secret password,
    @Setting(value = "Sender, e.g. AIOps <aiops@example.com>.", byDefault = "") String from,
    @Setting(value = "How long the server may take to answer.", byDefault = "10s")
        Duration timeout) {

  /** How the connection is protected. */
  public enum Tls {
    STARTTLS,
    TLS,
    NONE
  }

  public SmtpSettings {
    require(port > 0 && port < 65_536, "port must be from 1 to 65535");
    require(timeout.toMillis() > 0, "timeout must be longer than nothing");
    require(host.isEmpty() || Addresses.valid(from), "from: \"" + from + "\" is no address");
    require(
        password.value().isEmpty() || !username.isEmpty(), "username is missing for the password");
    require(
        tls != Tls.NONE || username.isEmpty(),
        "tls = none would send the password in the clear; take starttls or tls");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
