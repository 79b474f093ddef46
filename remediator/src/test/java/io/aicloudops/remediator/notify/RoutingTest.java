package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.message.Item;
import io.aicloudops.remediator.notify.message.News;
import io.aicloudops.remediator.notify.message.Severity;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.schemas.faults.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what, from the text of a configuration file. */
class RoutingTest {

  private static final String RECEIVERS =
      """
      payments { slack.url = "http://127.0.0.1:1/a" }
      platform { feishu.url = "http://127.0.0.1:1/b", lang = zh }
      """;

  /** A Monday. */
  private static final Instant MONDAY_NOON = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir Path directory;

  private NotifySettings settings(String routes) {
    Path file = directory.resolve("aiops.conf");
    try {
      Files.writeString(
          file,
          "remediator.notifications { receivers { %s }, routes = [ %s ] }"
              .formatted(RECEIVERS, routes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Settings.load(file, Map.of(), Map.of()).read(RemediatorSettings.SECTION).notifications();
  }

  private Set<String> told(String routes, Instant time, Map<String, String> attributes) {
    return new Routing(settings(routes).routes()).receivers(attributes, time);
  }

  @Test
  void withoutARouteThatFitsTheDefaultIsTold() {
    assertThat(told("", MONDAY_NOON, Map.of())).containsExactly("default");
    assertThat(told("{match = [\"team=payments\"], receivers = [payments]}", MONDAY_NOON, Map.of()))
        .containsExactly("default");
  }

  @Test
  void theFirstThatFitsHoldsUnlessItSaysFurther() {
    String routes =
        """
        {match = ["severity=critical"], receivers = [platform], further = true},
        {match = ["team=payments", "env!=dev"], receivers = [payments]},
        {match = ["namespace=~shop|shop-.*"], receivers = [platform, default]},
        {match = ["env=~dev.*"], receivers = []}
        """;
    assertThat(told(routes, MONDAY_NOON, Map.of("severity", "critical", "team", "payments")))
        .containsExactly("platform", "payments");
    assertThat(told(routes, MONDAY_NOON, Map.of("team", "payments", "env", "dev")))
        .as("nobody")
        .isEmpty();
    assertThat(told(routes, MONDAY_NOON, Map.of("namespace", "shop-eu")))
        .containsExactly("platform", "default");
    assertThat(told(routes, MONDAY_NOON, Map.of("namespace", "my-shop")))
        .as("a pattern has to fit the whole value")
        .containsExactly("default");
    assertThat(told(routes, MONDAY_NOON, Map.of("severity", "critical")))
        .as("what goes further and fits no other")
        .containsExactly("platform");
  }

  @Test
  void hoursDecideByTheTimeOfTheNews() {
    String routes =
        """
        {window = "Mon-Fri 09:00-18:00 Asia/Shanghai", receivers = [payments]},
        {receivers = [platform]}
        """;
    assertThat(told(routes, Instant.parse("2026-03-02T03:00:00Z"), Map.of()))
        .containsExactly("payments");
    assertThat(told(routes, MONDAY_NOON, Map.of())).containsExactly("platform");
  }

  @Test
  void attributesAreTheLabelsAndWhatTheNewsIsAbout() {
    Item item =
        new News("http://x", Severity.WARNING)
            .of(
                Given.incident("i1", Given.T0, Given.cause(Given.CART, FaultKind.MEMORY_LEAK, 0.9)),
                Set.of())
            .orElseThrow();
    assertThat(item.attributes(Map.of("team", "payments", "severity", "forged")))
        .containsEntry("team", "payments")
        .containsEntry("severity", "warning")
        .containsEntry("namespace", "shop")
        .containsEntry("kind", "Deployment")
        .containsEntry("name", "cart")
        .containsEntry("fault", "memory-leak")
        .containsEntry("news", "opened");
  }

  @Test
  void eachReceiverHasItsLanguageAndItsChannels() {
    assertThat(Outlet.of(settings(""), java.time.Clock.systemUTC()))
        .extracting(o -> o.name() + " " + o.lang())
        .containsExactly("payments/slack EN", "platform/feishu ZH");
  }

  @Test
  void mistakesAreNamedWithTheirPath() {
    String at = "remediator.notifications";
    refuses("{receivers = [nobody]}", at + ": routes[0].receivers: there is no nobody");
    refuses(
        "{receivers = [default]}, {match = [\"team\"], receivers = [default]}",
        at + ".routes[1]: match[0]: \"team\" is not like");
    refuses(
        "{match = [\"a=~(\"], receivers = []}", at + ".routes[0]: match[0]: \"(\" is no regular");
    refuses("{window = \"at night\", receivers = []}", at + ".routes[0]: window must be");
    refuses("{reciever = [default]}", at + ".routes[0].reciever: unknown");
    refuses("{match = []}", at + ".routes[0].receivers: missing");
  }

  @Test
  void receiversAreCheckedToo() {
    receiversRefuse(
        "default { slack.url = \"http://x.example\" }", "receivers: default is made of");
    receiversRefuse("\"A B\" { slack.url = \"http://x.example\" }", "receivers.A B: a name is of");
    receiversRefuse("a { email.to = [\"ann@example.com\"] }", "receivers.a.email: smtp.host");
    receiversRefuse("a { lang = fr }", "receivers.a: lang must be en or zh");
  }

  /** It is a secret, and what refuses it is logged. */
  @Test
  void aWrongUrlIsNamedByItsSettingAndNotShown() {
    for (String url : List.of("https://hooks.example.com/a secret", "hooks.example.com/secret")) {
      for (String channel : List.of("webhook", "slack", "feishu", "dingtalk", "wecom")) {
        assertThatThrownBy(
                () ->
                    Settings.of(Map.of("remediator.notifications." + channel + ".url", url))
                        .read(RemediatorSettings.SECTION))
            .isInstanceOf(SettingsException.class)
            .hasMessageContaining("notifications." + channel + ": url is no http or https URL")
            .hasMessageNotContaining("secret");
      }
    }
  }

  private void refuses(String routes, String message) {
    assertThatThrownBy(() -> settings(routes))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  private void receiversRefuse(String receivers, String message) {
    Path file = directory.resolve("bad.conf");
    assertThatThrownBy(
            () -> {
              Files.writeString(
                  file, "remediator.notifications.receivers { %s }".formatted(receivers));
              Settings.load(file, Map.of(), Map.of()).read(RemediatorSettings.SECTION);
            })
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }
}
