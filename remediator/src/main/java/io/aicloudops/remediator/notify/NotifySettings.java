package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.mail.SmtpSettings;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.remediator.notify.message.Severity;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is told, and how. */
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
    @Setting("A webhook of your own.") Receiver.Webhook webhook,
    @Setting("Slack.") Receiver.Slack slack,
    @Setting("Feishu.") Receiver.Feishu feishu,
    @Setting("DingTalk.") Receiver.DingTalk dingtalk,
    @Setting("WeCom.") Receiver.WeCom wecom,
    @Setting("E-mail.") Receiver.Email email,
    @Setting("The server that takes mail.") SmtpSettings smtp,
    @Setting(
            value =
                "More receivers by name, each with lang, webhook, slack, feishu, dingtalk, wecom, email as above: {payments {slack {url = …}, email {to = [a@example.com]}}}. What stands above is the receiver default.",
            byDefault = "{}")
        Map<String, Receiver> receivers,
    @Setting(
            value =
                "Routes, the first that fits holds, without one the receiver default: [{match = [\"team=payments\", \"severity=critical\"], window = \"Mon-Fri 09:00-18:00 Asia/Shanghai\", receivers = [payments], further = false}].",
            byDefault = "[]")
        List<Route> routes) {

  /** The receiver that is told what no route takes. */
  static final String DEFAULT = "default";

  public NotifySettings {
    require(attempts >= 1, "attempts must be at least 1");
    require(perMinute >= 1, "per-minute must be at least 1");
    require(!backOff.isNegative(), "back-off must not be negative");
    receivers = Map.copyOf(receivers);
    routes = List.copyOf(routes);
    require(
        !receivers.containsKey(DEFAULT),
        "receivers: default is made of the channels of this section; name yours differently");
    TreeSet<String> known = new TreeSet<>(receivers.keySet());
    known.add(DEFAULT);
    for (String name : receivers.keySet()) {
      require(
          name.matches("[a-z0-9][a-z0-9-]*"),
          "receivers." + name + ": a name is of lower-case letters, digits and hyphens");
      require(
          receivers.get(name).email().to().isEmpty() || !smtp.host().isEmpty(),
          "receivers." + name + ".email: smtp.host is missing");
    }
    require(email.to().isEmpty() || !smtp.host().isEmpty(), "email: smtp.host is missing");
    for (int i = 0; i < routes.size(); i++) {
      for (String name : routes.get(i).receivers()) {
        require(
            known.contains(name),
            "routes["
                + i
                + "].receivers: there is no "
                + name
                + "; there are "
                + String.join(", ", known));
      }
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Every receiver by its name. */
  Map<String, Receiver> allReceivers() {
    Map<String, Receiver> all = new TreeMap<>(receivers);
    all.put(DEFAULT, new Receiver("", webhook, slack, feishu, dingtalk, wecom, email));
    return all;
  }
}
