package io.aicloudops.runtime.http;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;
import java.util.List;

/** The HTTP server of a process. */
public record HttpSettings(
    @Setting(
            value =
                "Address to listen on. Anything but loopback should have TLS in front or http.tls set.",
            byDefault = "127.0.0.1")
        String host,
    @Setting(value = "Port; 0 takes any free one.", byDefault = "8080") int port,
    @Setting(
            value =
                "Host names under which browsers may reach a server that listens on loopback, besides localhost.",
            byDefault = "[]")
        List<String> allowedHosts,
    @Setting(value = "Largest body accepted, in bytes.", byDefault = "16MiB") long maxBody,
    @Setting(
            value =
                "Requests a second that one caller may make on average; ingestion is not counted.",
            byDefault = "50")
        int ratePerSecond,
    @Setting(
            value = "Requests one caller may make at once before the rate holds.",
            byDefault = "200")
        int rateBurst,
    @Setting(value = "Serve /metrics without a token.", byDefault = "true") boolean openMetrics,
    @Setting(value = "TLS.") Tls tls,
    @Setting(value = "Who may ask.") Auth auth) {

  /** Where the settings stand. */
  public static final Section<HttpSettings> SECTION = new Section<>("http", HttpSettings.class);

  /** TLS with a PKCS#12 key store. */
  public record Tls(
      @Setting(value = "Path of a PKCS#12 key store; empty serves plain HTTP.", byDefault = "")
          String keyStore,
      @Setting(value = "Its password.", byDefault = "") Secret password) {}

  /**
   * Tokens are JWTs: HS256 with a shared secret, RS256 with a public key, or keys of an identity
   * provider (JWKS).
   */
  public record Auth(
      @Setting(
              value = "Ask for tokens. Turn off only on a machine of your own.",
              byDefault = "true")
          boolean enabled,
      @Setting(
              value =
                  "Secret of HS256 tokens, at least 32 characters; empty makes one of its own in the data directory, with which"
                      + " 'aiops token' signs.",
              byDefault = "")
          Secret hmacSecret,
      @Setting(
              value = "PEM file with the public key of RS256 tokens; empty for none.",
              byDefault = "")
          String publicKey,
      @Setting(value = "JWKS URL of an identity provider; empty for none.", byDefault = "")
          String jwksUrl,
      @Setting(value = "Required issuer; empty for any.", byDefault = "") String issuer,
      @Setting(value = "Required audience; empty for any.", byDefault = "") String audience,
      @Setting(
              value =
                  "Claim that holds the role or a list of roles: viewer, operator, admin, ingest.",
              byDefault = "role")
          String roleClaim,
      @Setting(
              value =
                  "Accept metrics and alerts from this machine itself without a token, while the server listens on loopback only.",
              byDefault = "true")
          boolean openLocalIngest,
      @Setting(value = "How long a login in the browser lasts.", byDefault = "12h")
          Duration session) {}
}
