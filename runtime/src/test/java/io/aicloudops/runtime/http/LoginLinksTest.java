package io.aicloudops.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginLinksTest {

  private static final Principal ANN = new Principal("ann", Role.VIEWER);

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final LoginLinks links =
      new LoginLinks(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  private String link() {
    return links.create(new Login(ANN, Instant.MAX));
  }

  @Test
  void aLinkIsGoodOnceAndForAnHour() {
    String used = link();
    String old = link();
    assertThat(links.redeem(used)).contains(new Login(ANN, Instant.MAX));
    assertThat(links.redeem(used)).isEmpty();
    now = now.plus(Duration.ofMinutes(61));
    assertThat(links.redeem(old)).isEmpty();
    assertThat(links.redeem("guessed")).isEmpty();
  }

  @Test
  void aLinkEndsWithTheTokenThatAskedForIt() {
    String code = links.create(new Login(ANN, now.plusSeconds(60)));
    now = now.plusSeconds(61);
    assertThat(links.redeem(code)).isEmpty();
  }

  @Test
  void linksThatNobodyUsesAreForgotten() {
    for (int i = 0; i < 100; i++) {
      link();
    }
    assertThat(links.open()).isEqualTo(100);
    now = now.plus(Duration.ofMinutes(61));
    String last = link();
    assertThat(links.open()).isEqualTo(1);
    for (int i = 0; i < 20_000; i++) {
      link();
    }
    assertThat(links.open()).isEqualTo(10_000);
    assertThat(links.redeem(last)).isEmpty();
  }
}
