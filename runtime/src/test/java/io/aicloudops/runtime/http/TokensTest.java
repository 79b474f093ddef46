package io.aicloudops.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.sun.net.httpserver.HttpServer;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;

  private static Tokens tokens(Map<String, Object> settings) {
    return new Tokens(
        Settings.of(settings).read(HttpSettings.SECTION).auth(), SECRET, Clock.systemUTC());
  }

  private static KeyPair rsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String signed(KeyPair keys, String keyId) {
    return JWT.create()
        .withSubject("idp-user")
        .withKeyId(keyId)
        .withClaim("role", List.of("viewer", "operator"))
        .sign(Algorithm.RSA256((RSAPublicKey) keys.getPublic(), (RSAPrivateKey) keys.getPrivate()));
  }

  @Test
  void verifiesRs256ByAPublicKeyFile() throws Exception {
    KeyPair keys = rsa();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    Path file = Files.writeString(directory.resolve("key.pem"), pem);
    Tokens tokens = tokens(Map.of("http.auth.public-key", file.toString()));

    assertThat(tokens.verify(signed(keys, "any")))
        .isEqualTo(new Principal("idp-user", Role.OPERATOR));
    assertThatThrownBy(() -> tokens.verify(signed(rsa(), "any"))).isInstanceOf(Problem.class);
    // The public key must not pass as an HS256 secret.
    String confused =
        JWT.create().withSubject("eve").withClaim("role", "admin").sign(Algorithm.HMAC256(pem));
    assertThatThrownBy(() -> tokens.verify(confused)).isInstanceOf(Problem.class);
  }

  @Test
  void verifiesRs256ByTheKeysOfAnIdentityProvider() throws Exception {
    KeyPair keys = rsa();
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    String jwks =
        "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"kid\":\"k1\",\"n\":\""
            + base64(key.getModulus())
            + "\",\"e\":\""
            + base64(key.getPublicExponent())
            + "\"}]}";
    HttpServer provider = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          byte[] body = jwks.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    try {
      Tokens tokens =
          tokens(
              Map.of(
                  "http.auth.jwks-url",
                  "http://localhost:" + provider.getAddress().getPort() + "/jwks"));

      assertThat(tokens.verify(signed(keys, "k1")).role()).isEqualTo(Role.OPERATOR);
      assertThatThrownBy(() -> tokens.verify(signed(keys, "k2"))).isInstanceOf(Problem.class);
    } finally {
      provider.stop(0);
    }
  }

  private static String base64(BigInteger number) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(number.toByteArray());
  }

  @Test
  void insistsOnIssuerAndAudienceWhereTheyAreConfigured() {
    Tokens strict = tokens(Map.of("http.auth.issuer", "me", "http.auth.audience", "aiops"));

    assertThat(strict.verify(strict.issue("ann", Role.ADMIN, Duration.ofMinutes(1))).role())
        .isEqualTo(Role.ADMIN);
    assertThatThrownBy(
            () -> strict.verify(tokens(Map.of()).issue("ann", Role.ADMIN, Duration.ofMinutes(1))))
        .isInstanceOf(Problem.class);
  }

  @Test
  void givesNoRightsToATokenWithoutARole() {
    String token = JWT.create().withSubject("ann").sign(Algorithm.HMAC256(SECRET));

    assertThat(tokens(Map.of()).verify(token).role()).isEqualTo(Role.ANYONE);
  }

  @Test
  void refusesKeysThatCannotBeUsed() throws Exception {
    assertThatThrownBy(
            () ->
                new Tokens(
                    Settings.of(Map.of()).read(HttpSettings.SECTION).auth(),
                    "short",
                    Clock.systemUTC()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("http.auth.hmac-secret");
    Path file = Files.writeString(directory.resolve("bad.pem"), "no key");
    assertThatThrownBy(() -> tokens(Map.of("http.auth.public-key", file.toString())))
        .hasMessageContaining("http.auth.public-key");
    assertThatThrownBy(() -> tokens(Map.of("http.auth.jwks-url", "not a url")))
        .hasMessageContaining("http.auth.jwks-url");
  }

  @Test
  void keepsItsOwnSecretForTheOwnerOnly() throws Exception {
    String first = LocalSecret.in(directory);

    assertThat(LocalSecret.in(directory)).isEqualTo(first).hasSizeGreaterThan(40);
    assertThat(Files.getPosixFilePermissions(directory.resolve("token.secret"))).hasSize(2);
  }

  @Test
  void ranksRoles() {
    assertThat(Role.ADMIN.covers(Role.OPERATOR)).isTrue();
    assertThat(Role.OPERATOR.covers(Role.ADMIN)).isFalse();
    assertThat(Role.OPERATOR.covers(Role.INGEST)).isTrue();
    assertThat(Role.VIEWER.covers(Role.INGEST)).isFalse();
    assertThat(Role.INGEST.covers(Role.VIEWER)).isFalse();
    assertThat(Role.ofId("nobody")).isEmpty();
  }
}
