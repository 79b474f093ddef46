package io.aicloudops.remediator.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.NotifySettings;
import io.aicloudops.remediator.notify.Outlet;
import io.aicloudops.remediator.notify.channel.Channel;
import io.aicloudops.remediator.notify.channel.Channel.Delivery;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Mail, as a server on this machine receives it. */
class EmailChannelTest {

  private static final String SECTION = "remediator.notifications.";

  @TempDir static Path directory;
  private static MailServer.Identity localhost;
  private static MailServer.Identity another;

  @BeforeAll
  static void keys() throws Exception {
    localhost = MailServer.Identity.of("localhost", directory);
    another = MailServer.Identity.of("mail.example", directory);
  }

  private static Message message(String title, String line) {
    return new Message(
        "r1/approval",
        "i1",
        "r1",
        Message.Kind.APPROVAL,
        title,
        List.of(line),
        List.of(
            new Message.Link("Look & decide", "https://aiops.example/#/remediation/r1"),
            new Message.Link("Open", "https://aiops.example/#/incident/i1")),
        Given.T0);
  }

  private static final Message PLAIN = message("Approval needed: cart", "restart cart");

  private static NotifySettings settings(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>();
    values.put(SECTION + "email.to", List.of("ann@example.com", "bob@example.com"));
    values.put(SECTION + "smtp.host", "localhost");
    values.put(SECTION + "smtp.from", "AIOps <aiops@example.com>");
    more.forEach((key, value) -> values.put(SECTION + key, value));
    return Settings.of(values).read(RemediatorSettings.SECTION).notifications();
  }

  private static Channel mail(Map<String, Object> more) {
    List<Outlet> outlets = Outlet.of(settings(more), Clock.systemUTC());
    assertThat(outlets).extracting(Outlet::name).containsExactly("email");
    return outlets.get(0).channel();
  }

  private static Channel plain(MailServer server, String lang) {
    return mail(Map.of("smtp.port", server.port(), "smtp.tls", "none", "lang", lang));
  }

  private static Channel loggedIn(MailServer server, String tls, String password, Path trusted) {
    return mail(
        Map.of(
            "smtp.port",
            server.port(),
            "smtp.tls",
            tls,
            "smtp.username",
            MailServer.USER,
            "smtp.password",
            password,
            "smtp.ca",
            trusted.toString()));
  }

  private static String part(MimeMessage mail, int index) throws Exception {
    return (String) ((MimeMultipart) mail.getContent()).getBodyPart(index).getContent();
  }

  @Test
  void textAndHtmlSayTheSameAndLeadToTheDecision() throws Exception {
    try (MailServer server = new MailServer(MailServer.Kind.PLAIN, localhost)) {
      Message message = message("需要审批：cart\r\nBcc: eve@example.com", "<script>x</script> & \"y\"");
      assertThat(plain(server, "zh").deliver(message)).isEqualTo(new Delivery.Sent());
      MailServer.Received got = server.received.get(0);
      assertThat(got.from()).isEqualTo("aiops@example.com");
      assertThat(got.to()).containsExactly("ann@example.com", "bob@example.com");
      MimeMessage mail = got.mail();
      assertThat(mail.getSubject()).isEqualTo("需要审批：cart Bcc: eve@example.com");
      assertThat(mail.getHeader("Bcc")).isNull();
      assertThat(mail.getContentType()).startsWith("multipart/alternative");
      assertThat(part(mail, 0))
          .contains("<script>x</script> & \"y\"")
          .contains("Look & decide: https://aiops.example/#/remediation/r1")
          .contains("回复本邮件不能完成审批");
      assertThat(part(mail, 1))
          .contains("&lt;script&gt;x&lt;/script&gt; &amp; &quot;y&quot;")
          .contains("<a href=\"https://aiops.example/#/remediation/r1\">Look &amp; decide</a>")
          .doesNotContain("<script>");
    }
  }

  @Test
  void theSameNewsHasTheSameIdAndNewsOfOneIncidentBelongTogether() throws Exception {
    try (MailServer server = new MailServer(MailServer.Kind.PLAIN, localhost)) {
      Channel mail = plain(server, "en");
      mail.deliver(PLAIN);
      mail.deliver(PLAIN);
      Message other =
          new Message(
              "i1/resolved",
              "i1",
              "",
              Message.Kind.RESOLVED,
              "Resolved",
              List.of(),
              PLAIN.links(),
              Given.T0);
      mail.deliver(other);
      List<MimeMessage> mails = server.received.stream().map(MailServer.Received::mail).toList();
      assertThat(mails.get(0).getMessageID()).endsWith("@example.com>");
      assertThat(mails.get(1).getMessageID()).isEqualTo(mails.get(0).getMessageID());
      assertThat(mails.get(2).getMessageID()).isNotEqualTo(mails.get(0).getMessageID());
      assertThat(mails.get(2).getHeader("References"))
          .isEqualTo(mails.get(0).getHeader("References"));
      assertThat(mails.get(0).getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }
  }

  @Test
  void logsInOverStartTlsAndOverTls() throws Exception {
    try (MailServer server = new MailServer(MailServer.Kind.STARTTLS, localhost)) {
      assertThat(loggedIn(server, "starttls", MailServer.PASSWORD, localhost.pem()).deliver(PLAIN))
          .isEqualTo(new Delivery.Sent());
      assertThat(server.received).hasSize(1);
    }
    try (MailServer server = new MailServer(MailServer.Kind.TLS, localhost)) {
      assertThat(loggedIn(server, "tls", MailServer.PASSWORD, localhost.pem()).deliver(PLAIN))
          .isEqualTo(new Delivery.Sent());
      assertThat(server.received).hasSize(1);
    }
  }

  @Test
  void aServerThatIsNotTrustedOrIsAnotherGetsNoPassword() {
    try (MailServer server = new MailServer(MailServer.Kind.STARTTLS, localhost)) {
      assertThat(loggedIn(server, "starttls", MailServer.PASSWORD, another.pem()).deliver(PLAIN))
          .isInstanceOf(Delivery.Never.class);
    }
    try (MailServer server = new MailServer(MailServer.Kind.TLS, another)) {
      assertThat(loggedIn(server, "tls", MailServer.PASSWORD, another.pem()).deliver(PLAIN))
          .as("trusted, but its name is mail.example and we asked for localhost")
          .isInstanceOf(Delivery.Never.class);
    }
    try (MailServer server = new MailServer(MailServer.Kind.PLAIN, localhost)) {
      assertThat(loggedIn(server, "starttls", MailServer.PASSWORD, localhost.pem()).deliver(PLAIN))
          .as("it offers no STARTTLS")
          .isNotInstanceOf(Delivery.Sent.class);
      assertThat(server.received).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsNotTriedAgainAndNeverShown() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    try (MailServer server = new MailServer(MailServer.Kind.STARTTLS, localhost)) {
      Delivery delivery =
          loggedIn(server, "starttls", "hunter2-secret", localhost.pem()).deliver(PLAIN);
      assertThat(delivery)
          .isEqualTo(new Delivery.Never("the server refused the user name or the password"));
    } finally {
      root.detachAppender(logged);
    }
    assertThat(logged.list.toString()).doesNotContain("hunter2-secret");
    assertThat(settings(Map.of("smtp.username", "u", "smtp.password", "hunter2-secret")).toString())
        .doesNotContain("hunter2-secret");
  }

  @Test
  void whatMayPassIsTriedAgainAndWhatWillNotIsNot() {
    try (MailServer server = new MailServer(MailServer.Kind.PLAIN, localhost)) {
      Channel mail = plain(server, "en");
      server.refused.putAll(Map.of("ann@example.com", 450, "bob@example.com", 450));
      assertThat(mail.deliver(PLAIN)).isInstanceOf(Delivery.Later.class);
      server.refused.putAll(Map.of("ann@example.com", 550, "bob@example.com", 550));
      assertThat(mail.deliver(PLAIN)).isInstanceOf(Delivery.Never.class);
      assertThat(server.received).isEmpty();
      server.refused.remove("bob@example.com");
      assertThat(mail.deliver(PLAIN)).as("Bob has it").isEqualTo(new Delivery.Sent());
      assertThat(server.received.get(0).to()).containsExactly("bob@example.com");
    }
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() {
    MailServer server = new MailServer(MailServer.Kind.PLAIN, localhost);
    Channel mail = plain(server, "en");
    server.close();
    assertThat(mail.deliver(PLAIN)).isInstanceOf(Delivery.Later.class);
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithTheirPath() {
    refuses(Map.of("email.to", List.of("nobody")), SECTION + "email: to: \"nobody\"");
    refuses(Map.of("smtp.from", "me"), SECTION + "smtp: from: \"me\" is no address");
    refuses(Map.of("smtp.port", 0), SECTION + "smtp: port must be");
    refuses(Map.of("smtp.password", "x"), SECTION + "smtp: username is missing");
    refuses(
        Map.of("smtp.tls", "none", "smtp.username", "u"),
        SECTION + "smtp: tls = none would send the password in the clear");
    refuses(Map.of("smtp.host", ""), "email: smtp.host is missing");
    assertThatThrownBy(() -> mail(Map.of("smtp.ca", directory.resolve("none.pem").toString())))
        .hasMessageContaining(SECTION + "smtp.ca: cannot be read");
  }

  private static void refuses(Map<String, Object> values, String message) {
    assertThatThrownBy(() -> settings(values))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }
}
