package io.aicloudops.remediator.notify.mail;

import io.aicloudops.remediator.notify.channel.Channel;
import io.aicloudops.remediator.notify.channel.Clip;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.remediator.notify.message.Templates;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail to some addresses. What the server says of a password is never repeated. */
public final class EmailChannel implements Channel {

  private static final Logger LOG = LoggerFactory.getLogger(EmailChannel.class);
  private static final int MOST_OF_ANSWER = 200;

  private final Smtp smtp;
  private final List<String> to;
  private final Templates templates;

  /** Mail to these addresses, each of which has to be {@link #isAddress}. */
  public EmailChannel(Smtp smtp, List<String> to, Lang lang) {
    this.smtp = smtp;
    this.to = List.copyOf(to);
    this.templates = new Templates(lang);
  }

  /** True if the text is one address of e-mail with a domain. */
  public static boolean isAddress(String text) {
    return Addresses.valid(text);
  }

  @Override
  public Delivery deliver(Message message) {
    try {
      smtp.send(Mail.of(message, smtp, to, templates));
      return new Delivery.Sent();
    } catch (AuthenticationFailedException e) {
      return new Delivery.Never("the server refused the user name or the password");
    } catch (MessagingException e) {
      return judge(message, e);
    }
  }

  private static Delivery judge(Message message, MessagingException failure) {
    Address[] reached =
        failure instanceof SendFailedException sent ? sent.getValidSentAddresses() : null;
    if (reached != null && reached.length > 0) {
      // To try again would tell those twice who have it.
      LOG.warn("{} did not reach every address: {}", message.id(), why(failure));
      return new Delivery.Sent();
    }
    boolean never = code(failure) >= 500 || causedBy(failure, CertificateException.class);
    return never
        ? new Delivery.Never(why(failure))
        : new Delivery.Later(Duration.ZERO, why(failure));
  }

  /** SMTP's code: 4xx may pass, 5xx will not (RFC 5321, 4.2.1); 0 if the server gave none. */
  private static int code(MessagingException failure) {
    int worst = 0;
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      if (e instanceof SMTPAddressFailedException address) {
        worst = Math.max(worst, address.getReturnCode());
      } else if (e instanceof SMTPSendFailedException send) {
        worst = Math.max(worst, send.getReturnCode());
      }
    }
    return worst;
  }

  private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return true;
      }
    }
    return false;
  }

  private static String why(MessagingException failure) {
    Throwable last = failure;
    while (last instanceof MessagingException m && m.getNextException() != null) {
      last = m.getNextException();
    }
    String text = String.valueOf(last.getMessage()).strip().replaceAll("\\s+", " ");
    return Clip.chars(last.getClass().getSimpleName() + ": " + text, MOST_OF_ANSWER);
  }
}
