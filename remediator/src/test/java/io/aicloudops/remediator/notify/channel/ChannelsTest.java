package io.aicloudops.remediator.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.NotifySettings;
import io.aicloudops.remediator.notify.Outlet;
import io.aicloudops.remediator.notify.channel.Channel.Delivery;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.remediator.notify.message.Message.Link;
import io.aicloudops.runtime.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each channel against a server that takes what the service documents and nothing else. */
class ChannelsTest {

  private static final Link REVIEW = new Link("Decide", "http://aiops.example/#/remediation/r1");
  private static final Link OPEN = new Link("打开", "http://aiops.example/#/incident/i1");
  private static final Message MESSAGE =
      message(
          "Incident: cart <fails> & more",
          List.of("Severity: warning", "<!channel> <at id=all></at> <@all> [x](http://evil)"),
          OPEN);
  private static final Message APPROVAL = message("Approval", List.of("restart"), REVIEW, OPEN);
  private static final Message HUGE =
      message("t".repeat(500), List.of("<很长𝄞>".repeat(3000)), REVIEW, OPEN);

  private final Clock clock = Clock.fixed(Given.T0, ZoneOffset.UTC);
  private final LocalServer server;

  ChannelsTest() throws IOException {
    server = new LocalServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Message message(String title, List<String> lines, Link... links) {
    return new Message(
        "i1/opened/x", "i1", "r1", Message.Kind.OPENED, title, lines, List.of(links), Given.T0);
  }

  private Channel channel(String name, String... more) {
    Map<String, Object> values = new HashMap<>();
    values.put("remediator.notifications." + name + ".url", server.url() + "?key=k");
    for (int i = 0; i < more.length; i += 2) {
      values.put("remediator.notifications." + more[i], more[i + 1]);
    }
    NotifySettings settings = Settings.of(values).read(RemediatorSettings.SECTION).notifications();
    List<Outlet> outlets = Outlet.of(settings, clock);
    assertThat(outlets).extracting(Outlet::name).containsExactly(name);
    return outlets.get(0).channel();
  }

  private static void takesAll(Channel channel) {
    for (Message message : List.of(MESSAGE, APPROVAL, HUGE)) {
      assertThat(channel.deliver(message)).isEqualTo(new Delivery.Sent());
    }
  }

  @Test
  void withoutAUrlThereIsNoOutlet() {
    NotifySettings none = Settings.of(Map.of()).read(RemediatorSettings.SECTION).notifications();
    assertThat(Outlet.of(none, clock)).isEmpty();
  }

  @Test
  void aWebhookGetsTheMessageAsJson() {
    Channel webhook = channel("webhook", "webhook.token", "s3cret");
    assertThat(webhook.deliver(APPROVAL)).isEqualTo(new Delivery.Sent());
    assertThat(server.requests.get(0).authorization()).isEqualTo("Bearer s3cret");
    JsonNode posted = server.last();
    assertThat(posted.path("id").asText()).isEqualTo("i1/opened/x");
    assertThat(posted.path("kind").asText()).isEqualTo("opened");
    assertThat(posted.path("time").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(posted.path("lines").get(0).asText()).isEqualTo("restart");
    assertThat(posted.path("link").asText()).isEqualTo(REVIEW.url());
    assertThat(posted.at("/links/1/url").asText()).isEqualTo(OPEN.url());
    assertThat(posted.at("/links/1/text").asText()).isEqualTo("打开");
  }

  @Test
  void slackTakesEveryMessageAndNothingBecomesAMention() {
    server.judges(ChannelRules.slack());
    Channel slack = channel("slack");
    takesAll(slack);
    assertThat(slack.deliver(message("t", List.of(), OPEN))).isEqualTo(new Delivery.Sent());
    JsonNode first = server.requests.get(0).body();
    assertThat(first.path("text").asText()).isEqualTo("Incident: cart &lt;fails&gt; &amp; more");
    assertThat(first.at("/blocks/1/text/text").asText())
        .contains("&lt;!channel&gt;")
        .doesNotContain("<");
    JsonNode buttons = server.requests.get(1).body().at("/blocks/2/elements");
    assertThat(buttons.at("/0/url").asText()).isEqualTo(REVIEW.url());
    assertThat(buttons.at("/0/style").asText()).isEqualTo("primary");
    assertThat(buttons.at("/1/url").asText()).isEqualTo(OPEN.url());
    assertThat(buttons.at("/1").has("style")).isFalse();
  }

  @Test
  void feishuTakesEveryMessageAndNothingBecomesAMention() {
    server.judges(ChannelRules.feishu("demo", clock));
    takesAll(channel("feishu", "feishu.secret", "demo"));
    JsonNode first = server.requests.get(0).body();
    assertThat(first.at("/card/header/template").asText()).isEqualTo("red");
    assertThat(first.at("/card/elements/0/text/content").asText())
        .contains("&#60;at id=all&#62;")
        .doesNotContain("<")
        .doesNotContain("[x]");
    JsonNode buttons = server.requests.get(1).body().at("/card/elements/1/actions");
    assertThat(buttons.at("/0/url").asText()).isEqualTo(REVIEW.url());
    assertThat(buttons.at("/0/type").asText()).isEqualTo("primary");
    assertThat(buttons.at("/1/text/content").asText()).isEqualTo("打开");
  }

  @Test
  void dingTalkTakesEveryMessageAndNothingBecomesALink() {
    server.judges(ChannelRules.dingTalk("SEC1", clock));
    takesAll(channel("dingtalk", "dingtalk.secret", "SEC1"));
    assertThat(server.requests.get(0).query()).startsWith("key=k&timestamp=");
    JsonNode first = server.requests.get(0).body().path("actionCard");
    assertThat(first.path("text").asText()).contains("&lt;!channel&gt;").contains("\\[x]");
    assertThat(first.path("singleURL").asText()).isEqualTo(OPEN.url());
    JsonNode buttons = server.requests.get(1).body().at("/actionCard/btns");
    assertThat(buttons.at("/0/actionURL").asText()).isEqualTo(REVIEW.url());
    assertThat(buttons.at("/1/title").asText()).isEqualTo("打开");
  }

  @Test
  void weComTakesEveryMessageAndNothingBecomesAMention() {
    server.judges(ChannelRules.weCom());
    takesAll(channel("wecom"));
    assertThat(server.requests.get(0).body().at("/markdown/content").asText())
        .startsWith("**Incident: cart &lt;fails&gt;")
        .contains("&lt;@all&gt;")
        .doesNotContain("<@");
    assertThat(server.last().at("/markdown/content").asText())
        .contains("…\n[Decide](http://aiops.example/#/remediation/r1)")
        .endsWith("[打开](http://aiops.example/#/incident/i1)");
  }

  @Test
  void aWrongSecretIsToldAndNotTriedAgain() {
    server.judges(ChannelRules.feishu("right", clock));
    assertThat(channel("feishu", "feishu.secret", "wrong").deliver(MESSAGE))
        .isEqualTo(
            new Delivery.Never("code 19021: sign match fail or timestamp is not within one hour"));
    server.judges(ChannelRules.dingTalk("right", clock));
    assertThat(channel("dingtalk", "dingtalk.secret", "wrong").deliver(MESSAGE))
        .isEqualTo(new Delivery.Never("code 310000: sign not match"));
  }

  @Test
  void withoutASecretNothingIsSigned() {
    channel("feishu").deliver(MESSAGE);
    assertThat(server.last().has("sign")).isFalse();
    channel("dingtalk").deliver(MESSAGE);
    assertThat(server.requests.get(1).query()).isEqualTo("key=k");
  }

  @Test
  void robotsThatAreBusyAreTriedAgainLater() {
    later("dingtalk", "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", Duration.ofMinutes(1));
    later("dingtalk", "{\"errcode\":-1,\"errmsg\":\"busy\"}", Duration.ZERO);
    later("wecom", "{\"errcode\":45009,\"errmsg\":\"api freq\"}", Duration.ofMinutes(1));
    later("feishu", "{\"code\":11232,\"msg\":\"frequency limited\"}", Duration.ofSeconds(10));
    later("feishu", "<html>", Duration.ZERO);
    later("wecom", "{}", Duration.ZERO);
    server.answers(200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}", "");
    assertThat(channel("feishu").deliver(MESSAGE)).isEqualTo(new Delivery.Sent());
  }

  private void later(String channel, String answer, Duration after) {
    server.answers(200, answer, "");
    assertThat(channel(channel).deliver(MESSAGE))
        .isInstanceOfSatisfying(
            Delivery.Later.class, later -> assertThat(later.after()).isEqualTo(after));
  }

  @Test
  void waitsAsLongAsTheServerSays() {
    Channel webhook = channel("webhook");
    server.answers(429, "slow down", "7");
    assertThat(webhook.deliver(MESSAGE))
        .isEqualTo(new Delivery.Later(Duration.ofSeconds(7), "HTTP 429: slow down"));
    server.answers(503, "", "");
    assertThat(webhook.deliver(MESSAGE)).isEqualTo(new Delivery.Later(Duration.ZERO, "HTTP 503"));
    server.answers(404, "no_service", "");
    assertThat(webhook.deliver(MESSAGE)).isEqualTo(new Delivery.Never("HTTP 404: no_service"));
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() {
    Channel webhook = channel("webhook");
    server.close();
    assertThat(webhook.deliver(MESSAGE)).isInstanceOf(Delivery.Later.class);
  }
}
