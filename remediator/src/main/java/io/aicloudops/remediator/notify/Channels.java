package io.aicloudops.remediator.notify;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The channels that are configured. */
public final class Channels {

  private Channels() {}

  /** Those with a URL. */
  public static List<Channel> of(NotifySettings settings, Clock clock) {
    List<Channel> channels = new ArrayList<>();
    NotifySettings.Webhook webhook = settings.webhook();
    webhook.url().value().ifPresent(url -> channels.add(new WebhookChannel(url, webhook.token())));
    settings
        .slack()
        .url()
        .value()
        .ifPresent(url -> channels.add(new SlackChannel(url, settings.lang())));
    NotifySettings.Feishu feishu = settings.feishu();
    feishu
        .url()
        .value()
        .ifPresent(
            url -> channels.add(new FeishuChannel(url, feishu.secret(), settings.lang(), clock)));
    NotifySettings.DingTalk dingtalk = settings.dingtalk();
    dingtalk
        .url()
        .value()
        .ifPresent(
            url ->
                channels.add(new DingTalkChannel(url, dingtalk.secret(), settings.lang(), clock)));
    settings
        .wecom()
        .url()
        .value()
        .ifPresent(url -> channels.add(new WeComChannel(url, settings.lang())));
    return channels;
  }
}
