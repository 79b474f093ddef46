package io.aicloudops.remediator.notify.mail;

import io.aicloudops.runtime.settings.SettingsException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The server that takes mail: how it is reached and what it is given. */
public final class Smtp {

  private final SmtpSettings settings;
  private final Session session;

  /**
   * @throws SettingsException if the authority's file cannot be read
   */
  public Smtp(SmtpSettings settings) {
    this.settings = settings;
    Properties properties = new Properties();
    String timeout = Long.toString(settings.timeout().toMillis());
    properties.put("mail.smtp.host", settings.host());
    properties.put("mail.smtp.port", Integer.toString(settings.port()));
    properties.put("mail.smtp.connectiontimeout", timeout);
    properties.put("mail.smtp.timeout", timeout);
    properties.put("mail.smtp.writetimeout", timeout);
    properties.put("mail.smtp.auth", Boolean.toString(!settings.username().isEmpty()));
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    switch (settings.tls()) {
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
      case NONE -> properties.put("mail.smtp.starttls.enable", "false");
    }
    if (!settings.ca().isEmpty()) {
      properties.put("mail.smtp.ssl.socketFactory", trusting(Path.of(settings.ca())));
    }
    this.session = Session.getInstance(properties);
  }

  private static SSLSocketFactory trusting(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int index = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca" + index++, one);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new SettingsException(
          List.of("remediator.notifications.smtp.ca: cannot be read: " + pem + ": " + e));
    }
  }

  Session session() {
    return session;
  }

  InternetAddress from() {
    return Addresses.of(settings.from());
  }

  /** Gives a mail to the server, in a connection of its own. */
  void send(MimeMessage mail) throws MessagingException {
    try (Transport transport = session.getTransport("smtp")) {
      if (settings.username().isEmpty()) {
        transport.connect();
      } else {
        transport.connect(settings.username(), settings.password().reveal());
      }
      transport.sendMessage(mail, mail.getAllRecipients());
    }
  }
}
