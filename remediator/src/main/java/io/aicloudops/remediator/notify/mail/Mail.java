package io.aicloudops.remediator.notify.mail;

import io.aicloudops.remediator.notify.channel.Escape;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.remediator.notify.message.Templates;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes a mail of a message: text and HTML that say the same. Its id comes of the news' id and all
 * mails about one incident refer to the same one, so that mail programs show them together and a
 * mail that arrives twice as one.
 */
final class Mail {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private Mail() {}

  /**
   * A mail that is ready to be sent.
   *
   * @param to addresses
   */
  static MimeMessage of(Message message, Smtp smtp, List<String> to, Templates templates)
      throws MessagingException {
    String id = idOf(message.id() + String.join(",", to), smtp);
    MimeMessage mail =
        new MimeMessage(smtp.session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    mail.setFrom(smtp.from());
    mail.setRecipients(
        RecipientType.TO, to.stream().map(Addresses::of).toArray(InternetAddress[]::new));
    mail.setSubject(message.title().replaceAll("\\p{Cntrl}+", " "), UTF_8);
    mail.setSentDate(Date.from(message.time()));
    mail.setHeader("References", idOf(message.subject(), smtp));
    mail.setHeader("Auto-Submitted", "auto-generated");
    String footer = templates.text("mail.footer");
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(part(text(message, footer), "plain"));
    both.addBodyPart(part(html(message, footer), "html"));
    mail.setContent(both);
    mail.saveChanges();
    return mail;
  }

  private static String idOf(String what, Smtp smtp) {
    String address = smtp.from().getAddress();
    UUID uuid = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    return "<" + uuid + address.substring(address.indexOf('@')) + ">";
  }

  private static MimeBodyPart part(String content, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(content, UTF_8, subtype);
    return part;
  }

  private static String text(Message message, String footer) {
    String links =
        message.links().stream()
            .map(link -> link.text() + ": " + link.url() + "\n")
            .collect(Collectors.joining());
    return message.title()
        + "\n\n"
        + String.join("\n", message.lines())
        + "\n\n"
        + links
        + "\n-- \n"
        + footer
        + "\n";
  }

  private static String html(Message message, String footer) {
    String lines =
        message.lines().stream()
            .map(line -> "<p>" + Escape.html(line) + "</p>\n")
            .collect(Collectors.joining());
    String links =
        message.links().stream()
            .map(l -> "<a href=\"" + Escape.html(l.url()) + "\">" + Escape.html(l.text()) + "</a>")
            .collect(Collectors.joining(" &middot; "));
    return """
        <!doctype html>
        <html><head><meta charset="utf-8"></head>
        <body style="font-family: sans-serif">
        <h2>%s</h2>
        %s<p>%s</p>
        <hr><p><small>%s</small></p>
        </body></html>
        """
        .formatted(Escape.html(message.title()), lines, links, Escape.html(footer));
  }
}
