package io.aicloudops.schemas.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormerValuesTest {

  private static Change change(Map<String, String> before, Map<String, String> after) {
    return Change.newBuilder()
        .setId("id")
        .setEntity("c/n/ConfigMap/conf")
        .setKind(ChangeKind.CONFIG)
        .setTime(Instant.EPOCH)
        .setSummary("")
        .setAuthor("")
        .setSource("kubernetes")
        .setBefore(before)
        .setAfter(after)
        .build();
  }

  @Test
  void valuesBeforeAndAfterAreFacts() {
    assertThat(FormerValues.of(change(Map.of("pool", "10"), Map.of("pool", "2"))))
        .containsOnly(
            Map.entry("former:pool", "10"),
            Map.entry("latter:pool", "2"),
            Map.entry("changedEntity", "c/n/ConfigMap/conf"));
  }

  @Test
  void whatIsCutOrMaskedAnywhereCanNotBeRestored() {
    Map<String, String> whole = Map.of("pool", "10");
    assertThat(FormerValues.of(change(whole, Map.of("pool", "2", "password", "<SECRET>…"))))
        .isEmpty();
    assertThat(FormerValues.of(change(Map.of("a long li…1f…", "2"), whole))).isEmpty();
    assertThat(FormerValues.of(change(Map.of(), Map.of()))).isEmpty();
  }
}
