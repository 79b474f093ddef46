package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.channel.Channel;
import io.aicloudops.remediator.notify.channel.DingTalkChannel;
import io.aicloudops.remediator.notify.channel.FeishuChannel;
import io.aicloudops.remediator.notify.channel.SlackChannel;
import io.aicloudops.remediator.notify.channel.WeComChannel;
import io.aicloudops.remediator.notify.channel.WebhookChannel;
import io.aicloudops.remediator.notify.mail.EmailChannel;
import io.aicloudops.remediator.notify.mail.Smtp;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.runtime.settings.Secret;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One channel of one receiver.
 *
 * @param receiver its name
 * @param name in events and logs: the channel's, with the receiver's before it unless it is the
 *     default
 */
public record Outlet(String receiver, String name, Lang lang, Channel channel) {

  /** Those that are configured. */
  public static List<Outlet> of(NotifySettings settings, Clock clock) {
    List<Outlet> outlets = new ArrayList<>();
    for (Map.Entry<String, Receiver> entry : settings.allReceivers().entrySet()) {
      Receiver receiver = entry.getValue();
      String prefix = entry.getKey().equals(NotifySettings.DEFAULT) ? "" : entry.getKey() + "/";
      Lang lang = receiver.langOr(settings.lang());
      Adder adder =
          (name, url, channel) ->
              url.value()
                  .map(channel)
                  .ifPresent(
                      made -> outlets.add(new Outlet(entry.getKey(), prefix + name, lang, made)));
      Secret webhookToken = receiver.webhook().token();
      adder.add("webhook", receiver.webhook().url(), url -> new WebhookChannel(url, webhookToken));
      adder.add("slack", receiver.slack().url(), SlackChannel::new);
      Secret feishu = receiver.feishu().secret();
      adder.add("feishu", receiver.feishu().url(), url -> new FeishuChannel(url, feishu, clock));
      Secret dingtalk = receiver.dingtalk().secret();
      adder.add(
          "dingtalk", receiver.dingtalk().url(), url -> new DingTalkChannel(url, dingtalk, clock));
      adder.add("wecom", receiver.wecom().url(), WeComChannel::new);
      List<String> to = receiver.email().to();
      if (!to.isEmpty()) {
        Channel mail = new EmailChannel(new Smtp(settings.smtp()), to, lang);
        outlets.add(new Outlet(entry.getKey(), prefix + "email", lang, mail));
      }
    }
    return outlets;
  }

  private interface Adder {
    void add(String name, Secret url, Function<String, Channel> channel);
  }
}
