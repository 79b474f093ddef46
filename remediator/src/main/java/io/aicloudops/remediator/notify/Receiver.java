package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.mail.EmailChannel;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** People who are told together. A channel without a URL or without addresses is not used. */
public record Receiver(
    @Setting(value = "Language: en or zh; empty takes that of all.", byDefault = "") String lang,
    @Setting("A webhook of their own.") Webhook webhook,
    @Setting("Slack.") Slack slack,
    @Setting("Feishu.") Feishu feishu,
    @Setting("DingTalk.") DingTalk dingtalk,
    @Setting("WeCom.") WeCom wecom,
    @Setting("E-mail.") Email email) {

  public Receiver {
    if (!List.of("", "en", "zh").contains(lang)) {
      throw new IllegalArgumentException("lang must be en or zh, but is " + lang);
    }
  }

  /** Their language, or the one given if they have none of their own. */
  Lang langOr(Lang byDefault) {
    return lang.isEmpty() ? byDefault : Lang.valueOf(lang.toUpperCase(Locale.ROOT));
  }

  /** For most channels the URL is a secret, so that no message may hold it. */
  private static void requireUrl(Secret url) {
    url.value()
        .ifPresent(
            text -> {
              if (!isUrl(text)) {
                throw new IllegalArgumentException("url is no http or https URL of a host");
              }
            });
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      return (http || "https".equalsIgnoreCase(uri.getScheme())) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Gets each message as JSON. */
  public record Webhook(
      @Setting(value = "URL that messages are posted to.", byDefault = "") Secret url,
      @Setting(value = "Bearer token sent along.", byDefault = "") Secret token) {

    public Webhook {
      requireUrl(url);
    }
  }

  /** An incoming webhook of Slack. */
  public record Slack(@Setting(value = "URL of the incoming webhook.", byDefault = "") Secret url) {

    public Slack {
      requireUrl(url);
    }
  }

  /** A custom bot of Feishu. */
  public record Feishu(
      @Setting(value = "URL of the custom bot.", byDefault = "") Secret url,
      @Setting(value = "Secret of its signature check, if that is on.", byDefault = "")
          Secret secret) {

    public Feishu {
      requireUrl(url);
    }
  }

  /** A custom robot of DingTalk. */
  public record DingTalk(
      @Setting(value = "URL of the custom robot.", byDefault = "") Secret url,
      @Setting(value = "Secret of its signature check, if that is on.", byDefault = "")
          Secret secret) {

    public DingTalk {
      requireUrl(url);
    }
  }

  /** A group robot of WeCom. */
  public record WeCom(@Setting(value = "URL of the group robot.", byDefault = "") Secret url) {

    public WeCom {
      requireUrl(url);
    }
  }

  /** Mail by the server of the section {@code smtp}. */
  public record Email(@Setting(value = "Addresses.", byDefault = "[]") List<String> to) {

    public Email {
      for (String address : to) {
        if (!EmailChannel.isAddress(address)) {
          throw new IllegalArgumentException("to: \"" + address + "\" is no address");
        }
      }
    }
  }
}
