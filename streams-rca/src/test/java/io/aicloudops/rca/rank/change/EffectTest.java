package io.aicloudops.rca.rank.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much a diff changes, from its lines. */
class EffectTest {

  @Test
  void codeThatOnlyMovedChangesNothing() {
    String diff =
        """
        -  open(path)
        -  write(line)
        +  store(path, line)
        +void store(Path path, String line) {
        +  open(path)
        +  write(line)
        +}
        """;
    assertThat(Effect.of(diff)).isNegative();
  }

  @Test
  void whatIsTakenAwayWithoutAnythingInItsPlaceChangesMuch() {
    String diff =
        """
         void count() {
        -  lock.lock();
        -  try {
             n++;
        +  // counts are small
         }
        """;
    assertThat(Effect.of(diff)).isGreaterThan(0.5);
  }

  @Test
  void aSettingThatIsTurnedFarChangesMoreThanOneThatIsTurnedALittle() {
    double far = Effect.of("-  share: 0.1\n+  share: 1.0\n");
    double little = Effect.of("-  entries: 50000\n+  entries: 60000\n");
    assertThat(far).isGreaterThan(0.9);
    assertThat(little).isBetween(0.01, 0.2);
    assertThat(Effect.of("-  mode: strict\n+  mode: lenient\n")).isGreaterThan(0.5);
    assertThat(Effect.of("-  limit: 5\n+  limit: 0\n")).isEqualTo(1);
  }

  @Test
  void otherDiffsSayNothing() {
    assertThat(Effect.of("")).isZero();
    assertThat(Effect.of("-  return a.b();\n+  return c.first().orElse(d);\n")).isZero();
    assertThat(Effect.of("+  log.info(id);\n")).isZero();
  }
}
