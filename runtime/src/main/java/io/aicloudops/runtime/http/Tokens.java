package io.aicloudops.runtime.http;

import com.auth0.jwk.Jwk;
import com.auth0.jwk.JwkException;
import com.auth0.jwk.JwkProvider;
import com.auth0.jwk.JwkProviderBuilder;
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.Verification;
import io.aicloudops.runtime.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens and signs those of this installation. The algorithm is fixed by the key, never by
 * the token.
 */
public final class Tokens {

  private static final String ISSUER = "ai-cloudops";
  private static final int SHORTEST_SECRET = 32;

  private final HttpSettings.Auth settings;
  private final Algorithm hmac;
  private final @Nullable Algorithm rsa;
  private final @Nullable JwkProvider jwks;
  private final Clock clock;

  /**
   * Verifies by the keys of the settings.
   *
   * @param secret the HS256 secret: the configured one, or that of {@link LocalSecret}
   * @throws SettingsException if a key cannot be used
   */
  public Tokens(HttpSettings.Auth settings, String secret, Clock clock) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new SettingsException(List.of("http.auth.hmac-secret: needs at least 32 characters"));
    }
    this.settings = settings;
    this.clock = clock;
    this.hmac = Algorithm.HMAC256(secret);
    this.rsa =
        settings.publicKey().isEmpty()
            ? null
            : Algorithm.RSA256(publicKey(Path.of(settings.publicKey())), null);
    this.jwks = settings.jwksUrl().isEmpty() ? null : provider(settings.jwksUrl());
  }

  private static JwkProvider provider(String url) {
    try {
      return new JwkProviderBuilder(URI.create(url).toURL())
          .cached(10, 24, TimeUnit.HOURS)
          .rateLimited(10, 1, TimeUnit.MINUTES)
          .build();
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(List.of("http.auth.jwks-url: is not a URL: " + url));
    }
  }

  private static RSAPublicKey publicKey(Path file) {
    try {
      String pem = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(pem));
      return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new SettingsException(
          List.of(
              "http.auth.public-key: no RSA public key in PEM in " + file + ": " + e.getMessage()));
    }
  }

  /** A token of this installation. */
  public String issue(String name, Role role, Duration validity) {
    Instant now = clock.instant();
    return issue(new Login(new Principal(name, role), now.plus(validity)));
  }

  /** A token of this installation that ends when the login does. */
  String issue(Login login) {
    var builder =
        JWT.create()
            .withIssuer(settings.issuer().isEmpty() ? ISSUER : settings.issuer())
            .withSubject(login.principal().name())
            .withIssuedAt(clock.instant())
            .withExpiresAt(login.until())
            .withClaim(settings.roleClaim(), login.principal().role().id());
    if (!settings.audience().isEmpty()) {
      builder.withAudience(settings.audience());
    }
    return builder.sign(hmac);
  }

  /**
   * Who a token is of.
   *
   * @throws Problem 401 if it is not valid; the message says why
   */
  public Principal verify(String token) {
    return login(token).principal();
  }

  /**
   * Who a token is of, and until when.
   *
   * @throws Problem 401 if it is not valid; the message says why
   */
  Login login(String token) {
    try {
      DecodedJWT decoded = JWT.decode(token);
      DecodedJWT verified = verification(algorithmFor(decoded)).build().verify(decoded);
      String subject = Optional.ofNullable(verified.getSubject()).orElse("unnamed");
      return new Login(
          new Principal(subject, roleOf(verified)),
          Optional.ofNullable(verified.getExpiresAtAsInstant()).orElse(Instant.MAX));
    } catch (JWTVerificationException | JwkException e) {
      throw Problem.unauthorized("the token is not valid: " + e.getMessage());
    }
  }

  private Verification verification(Algorithm algorithm) {
    Verification verification = JWT.require(algorithm).acceptLeeway(30);
    if (!settings.issuer().isEmpty()) {
      verification.withIssuer(settings.issuer());
    }
    if (!settings.audience().isEmpty()) {
      verification.withAudience(settings.audience());
    }
    return verification;
  }

  private Algorithm algorithmFor(DecodedJWT decoded) throws JwkException {
    switch (decoded.getAlgorithm()) {
      case "HS256" -> {
        return hmac;
      }
      case "RS256" -> {
        if (jwks != null && decoded.getKeyId() != null) {
          Jwk jwk = jwks.get(decoded.getKeyId());
          return Algorithm.RSA256((RSAPublicKey) jwk.getPublicKey(), null);
        }
        if (rsa != null) {
          return rsa;
        }
        throw Problem.unauthorized("no key for RS256 tokens is configured");
      }
      default ->
          throw Problem.unauthorized(
              "tokens are HS256 or RS256, this is " + decoded.getAlgorithm());
    }
  }

  private Role roleOf(DecodedJWT token) {
    Claim claim = token.getClaim(settings.roleClaim());
    List<String> names = claim.asList(String.class);
    if (names == null) {
      String single = claim.asString();
      names = single == null ? List.of() : List.of(single);
    }
    return names.stream()
        .flatMap(n -> Role.ofId(n).stream())
        .max(Role::compareTo)
        .orElse(Role.ANYONE);
  }
}
