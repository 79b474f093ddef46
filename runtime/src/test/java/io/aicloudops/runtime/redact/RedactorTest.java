package io.aicloudops.runtime.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and personal data go; what operators need stays. */
class RedactorTest {

  private final Redactor redactor = new Redactor(false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          password=hunter2 rest                                  | password=<SECRET> rest
          {"db_password": "p w", "x": 1}                         | {"db_password": <SECRET>, "x": 1}
          DB_PASSWORD: s3cret                                    | DB_PASSWORD: <SECRET>
          the password is swordfish                              | the password is <SECRET>
          数据库密码是 abc123，请重启                                | 数据库密码是 <SECRET>，请重启
          mysql --password hunter2 -h db                         | mysql --password <SECRET> -h db
          Authorization: Bearer abcdef1234567890                 | Authorization: Bearer <SECRET>
          postgres://app:pw@db:5432/x                            | postgres://<SECRET>@db:5432/x
          key sk-abcdefghijklmnopqrstuvwx end                    | key <SECRET> end
          push with ghp_abcdefghijklmnopqrstuvwxyz012345         | push with <SECRET>
          AKIAIOSFODNN7ABCDEFG                                   | <SECRET>
          mail amy.li@shop.example.com now                       | mail <EMAIL> now
          call 138 1234 5678 please                              | call <PHONE> please
          call +44 20 7946 0958                                  | call <PHONE>
          call (212) 555-0123                                    | call <PHONE>
          card 4111-1111-1111-1111.                              | card <CARD>.
          身份证 11010519491231002X                               | 身份证 <ID>
          """)
  void takesOut(String text, String redacted) {
    assertThat(redactor.redact(text)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p99 is 1234.567 ms at 1767225600000",
        "rate(http_requests_total{code=~\"5..\"}[5m])",
        "kubectl rollout undo deployment/cart -n shop --to-revision=12",
        "image shop/cart@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "working set 268435456 bytes, limit 402653184",
        "2026-03-01T10:00:00Z demo/shop/Deployment/payment OOMKilled",
        "10.1.2.3:8080 refused",
        "order 1234567890123 was late"
      })
  void leaves(String text) {
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void takesOutKeysEvenWhenTheirEndIsCutOff() {
    String pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----";
    assertThat(redactor.redact("key:\n" + pem + "\nafter")).isEqualTo("key:\n<SECRET>\nafter");
    assertThat(redactor.redact(pem.substring(0, 50))).isEqualTo("<SECRET>");
    assertThat(redactor.redact("x dGhpc0lzQVZlcnlMb25nS2V5VGhhdFNob3VsZEdvMTIz x"))
        .isEqualTo("x <SECRET> x");
  }

  @Test
  void takesOutAddressesWhereThatIsWanted() {
    assertThat(new Redactor(true).redact("from 10.1.2.3 and 2001:db8:0:1:1:1:1:1"))
        .isEqualTo("from <IP> and <IP>");
  }

  /** Each with a part that must not be left; letters around it must not hide it. */
  private static final List<List<String>> SECRETS =
      List.of(
          List.of("password=hunter2", "hunter2"),
          List.of("PassWord: hunter2", "hunter2"),
          List.of("db.pwd='hunter2'", "hunter2"),
          List.of("client-secret=hunter2", "hunter2"),
          List.of("session_token is hunter2", "hunter2"),
          List.of("my api key: hunter2", "hunter2"),
          List.of("Set-Cookie: hunter2", "hunter2"),
          List.of("credentials=hunter2", "hunter2"),
          List.of("--token hunter2", "hunter2"),
          List.of("BEARER abcdefhunter2", "hunter2"),
          List.of("Basic aHVudGVyMg==", "aHVudGVyMg"),
          List.of("redis://u:hunter2@db", "hunter2"),
          List.of("eyJhbGci.eyJzdWIi.c2ln", "eyJzdWIi"),
          List.of("xoxb-0123456789", "0123456789"),
          List.of("LTAIabcdefghijkl", "abcdefghijkl"),
          List.of("ann@example.com", "ann@"),
          List.of("13812345678", "12345678"),
          List.of("+1 20 20", "20 20"),
          List.of("212-555-0123", "555"),
          List.of("11010519491231002X", "19491231"),
          List.of("4111 1111 1111 1111", "1111 1111"),
          List.of("密码是hunter2", "hunter2"),
          List.of("-----BEGIN PRIVATE KEY-----\nhunter2", "hunter2"),
          List.of("AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcd", "IjKlMnOp"));

  @Test
  void findsEverySecretAmongAnythingElse() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      List<String> secret = SECRETS.get(random.nextInt(SECRETS.size()));
      String text = noise(random) + " " + secret.get(0) + " " + noise(random);
      assertThat(redactor.redact(text)).as(text).doesNotContain(secret.get(1));
    }
  }

  private static String noise(Random random) {
    String letters = "abcXYZ.:/ ";
    StringBuilder noise = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      noise.append(letters.charAt(random.nextInt(letters.length())));
    }
    return noise.toString();
  }
}
