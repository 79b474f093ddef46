package io.aicloudops.remediator.notify;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** Who is told, and how. A channel without a URL is not used. */
public record NotifySettings(
    @Setting(value = "Language of messages: en or zh.", byDefault = "en") Lang lang,
    @Setting(
            value = "Where people reach the dashboard; links in messages begin with it.",
            byDefault = "http://localhost:8080")
        String dashboard,
    @Setting(
            value = "Least severity of an incident to tell: info, warning or critical.",
            byDefault = "warning")
        Severity minSeverity,
    @Setting(value = "What happened longer ago than this is not told any more.", byDefault = "1h")
        Duration maxAge,
    @Setting(value = "Times a message is tried on a channel.", byDefault = "5") int attempts,
    @Setting(value = "Wait after the first failure; doubles with each.", byDefault = "2s")
        Duration backOff,
    @Setting(value = "Messages a minute on a channel.", byDefault = "20") int perMinute,
    @Setting(value = "A webhook of your own.") Webhook webhook,
    @Setting(value = "Slack.") Slack slack,
    @Setting(value = "Feishu.") Feishu feishu,
    @Setting(value = "DingTalk.") DingTalk dingtalk,
    @Setting(value = "WeCom.") WeCom wecom) {

  public NotifySettings {
    require(attempts >= 1, "attempts must be at least 1");
    require(perMinute >= 1, "per-minute must be at least 1");
    require(!backOff.isNegative(), "back-off must not be negative");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Gets each message as JSON. */
  public record Webhook(
      @Setting(value = "URL that messages are posted to.", byDefault = "") Secret url,
      @Setting(value = "Bearer token sent along.", byDefault = "") Secret token) {}

  /** An incoming webhook of Slack. */
  public record Slack(
      @Setting(value = "URL of the incoming webhook.", byDefault = "") Secret url) {}

  /** A custom bot of Feishu. */
  public record Feishu(
      @Setting(value = "URL of the custom bot.", byDefault = "") Secret url,
      @Setting(value = "Secret of its signature check, if that is on.", byDefault = "")
          Secret secret) {}

  /** A custom robot of DingTalk. */
  public record DingTalk(
      @Setting(value = "URL of the custom robot.", byDefault = "") Secret url,
      @Setting(value = "Secret of its signature check, if that is on.", byDefault = "")
          Secret secret) {}

  /** A group robot of WeCom. */
  public record WeCom(@Setting(value = "URL of the group robot.", byDefault = "") Secret url) {}
}
