package io.aicloudops.connect.kubernetes.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record tells of a difference, and what it keeps to itself. */
class DifferenceTest {

  @ParameterizedTest
  @CsvSource({
    "containers[db].env[DB_PASSWORD].value, tulip, rose",
    "containers[db].env[API_TOKEN].value, tulip, rose",
    "template.metadata.annotations[example.io/api-key], tulip, rose",
    "template.metadata.annotations.password, tulip, rose",
    "configmap/conf[SECRET], tulip, rose",
    "configmap/conf[app.properties].spring.datasource.password, tulip, rose",
    "containers[db].env[URL].value, postgres://shop:tulip@db/shop, postgres://shop:rose@db/shop",
    "configmap/conf[nginx.conf].proxy_pass http, //shop:tulip@db/, //shop:rose@db/",
    "containers[db].args[0], --password=tulip, --password=rose",
    "containers[db].args[1], --token tulip, --token rose",
  })
  void secretsAreToldAsDifferentButNotShown(String path, String was, String is) {
    Difference difference = Difference.between(Map.of(path, was), Map.of(path, is));
    assertThat(difference.paths()).containsExactly(path);
    assertThat(difference.before().get(path)).contains("<SECRET>").endsWith("…");
    assertThat(difference.after().get(path)).contains("<SECRET>").endsWith("…");
    assertThat(difference.sentence() + difference)
        .doesNotContain("tulip")
        .doesNotContain("rose")
        .contains(path);
  }

  @ParameterizedTest
  @CsvSource({
    "containers[db].env[DB].valueFrom.secretKeyRef.name, db-old, db-new",
    "containers[db].env[DB_PASSWORD].valueFrom.secretKeyRef.key, old, new",
    "volumes[tls].secret.secretName, tls-old, tls-new",
    "automountServiceAccountToken, true, false",
    "containers[token-service].image, token-service:1, token-service:2",
    "configmap/credentials[pool], 10, 2",
    "configmap/conf[token-service.properties].pool, 10, 2",
    "containers[db].resources.limits.memory, 17179869184, 8589934592",
    "containers[db].env[PEER].value, http://payment:8080, http://stock:8080",
  })
  void whatNamesASecretIsNone(String path, String was, String is) {
    Difference difference = Difference.between(Map.of(path, was), Map.of(path, is));
    assertThat(difference.before()).containsExactly(Map.entry(path, was));
    assertThat(difference.after()).containsExactly(Map.entry(path, is));
  }

  @Test
  void aLineThatIsNothingButASecretIsNoPath() {
    String key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
    Difference difference =
        Difference.between(Map.of(), Map.of("configmap/conf[key.pem]." + key, ""));
    assertThat(difference.paths())
        .singleElement()
        .satisfies(path -> assertThat(path).contains("<SECRET>").endsWith("…"));
  }

  @Test
  void longPathsAreCutAndStayDifferent() {
    String line = "configmap/conf[data.json].{\"a\"" + " ".repeat(2_000_000);
    Difference difference =
        Difference.between(Map.of(line + "b", "1"), Map.of(line + "b", "2", line + "c", "3"));
    assertThat(difference.paths())
        .hasSize(2)
        .allSatisfy(path -> assertThat(path).hasSizeLessThan(300).endsWith("…"));
    assertThat(difference.before()).hasSize(1);
    assertThat(difference.after()).hasSize(2);
  }
}
