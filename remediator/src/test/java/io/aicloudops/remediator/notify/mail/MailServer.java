package io.aicloudops.remediator.notify.mail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server on this machine that keeps what it is given. */
final class MailServer implements AutoCloseable {

  static final String USER = "aiops";
  static final String PASSWORD = "correct horse";

  /** How the server protects its connections. */
  enum Kind {
    PLAIN,
    STARTTLS,
    TLS
  }

  record Received(String from, List<String> to, MimeMessage mail) {}

  final List<Received> received = new CopyOnWriteArrayList<>();

  /** Codes with which addresses are refused. */
  final Map<String, Integer> refused = new ConcurrentHashMap<>();

  private final SMTPServer server;

  /**
   * @param identity of the server, where it has TLS
   */
  MailServer(Kind kind, Identity identity) {
    // It prints the whole stack where a client hangs up, which is what some tests are about.
    ((Logger) LoggerFactory.getLogger("org.subethamail")).setLevel(Level.ERROR);
    SMTPServer.Builder builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("localhost")
            .messageHandlerFactory(context -> new Keeping());
    if (kind != Kind.PLAIN) {
      builder
          .authenticationHandlerFactory(
              new EasyAuthenticationHandlerFactory(
                  (user, password, context) -> {
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                      throw new LoginFailedException();
                    }
                  }))
          .requireAuth();
    }
    if (kind == Kind.STARTTLS) {
      builder.requireTLS().startTlsSocketFactory(identity.context());
    } else if (kind == Kind.TLS) {
      builder.serverSocketFactory(identity.context());
    }
    server = builder.build();
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Keeping implements MessageHandler {
    private String from = "";
    private final List<String> to = new ArrayList<>();

    @Override
    public void from(String address) {
      from = address;
    }

    @Override
    public void recipient(String address) throws RejectException {
      Integer code = refused.get(address);
      if (code != null) {
        throw new RejectException(code, "not " + address);
      }
      to.add(address);
    }

    @Override
    public String data(InputStream data) throws IOException {
      try {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), data);
        received.add(new Received(from, to, mail));
        return "queued";
      } catch (MessagingException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void done() {}
  }

  /**
   * A key with a certificate for a host that signed itself.
   *
   * @param pem the certificate, to be trusted
   */
  record Identity(SSLContext context, Path pem) {

    private static final String STORE_PASSWORD = "changeit";

    static Identity of(String host, Path directory) throws Exception {
      Path store = directory.resolve(host + ".p12");
      Path pem = directory.resolve(host + ".pem");
      keytool(
          "-genkeypair",
          "-alias",
          "server",
          "-keyalg",
          "EC",
          "-dname",
          "CN=" + host,
          "-ext",
          "san=dns:" + host,
          "-keystore",
          store.toString(),
          "-storetype",
          "PKCS12",
          "-storepass",
          STORE_PASSWORD);
      keytool(
          "-exportcert",
          "-rfc",
          "-alias",
          "server",
          "-keystore",
          store.toString(),
          "-storepass",
          STORE_PASSWORD,
          "-file",
          pem.toString());
      return new Identity(context(store), pem);
    }

    private static void keytool(String... arguments) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + command);
      }
    }

    private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, STORE_PASSWORD.toCharArray());
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, STORE_PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    }
  }
}
