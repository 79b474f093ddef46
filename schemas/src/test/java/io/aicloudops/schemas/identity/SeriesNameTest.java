package io.aicloudops.schemas.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesNameTest {

  @Test
  void hasOneTextForLabelsInAnyOrder() {
    assertThat(SeriesName.of("up", Map.of())).hasToString("up");
    assertThat(SeriesName.of("m", Map.of("b", "2", "a", "1")).text())
        .isEqualTo("m{a=\"1\",b=\"2\"}");
  }

  @Test
  void readsBackWhateverLabelsHold() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Map<String, String> labels = new TreeMap<>();
      for (int k = random.nextInt(4); k >= 0; k--) {
        labels.put("l" + k, randomText(random));
      }
      SeriesName name = SeriesName.of("metric", labels);
      assertThat(SeriesName.parse(name.text())).as("seed %d", seed).isEqualTo(name);
    }
  }

  private static String randomText(Random random) {
    String alphabet = "ab\"\\\n{},= é世";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m{",
        "m{a}",
        "m{a=\"1\"",
        "m{a=\"1\"}x",
        "m{a=\"1}",
        "m{a=}",
        "m{a=b}",
        "m{=\"b\"}"
      })
  void refusesTextThatIsNoSeries(String text) {
    assertThatThrownBy(() -> SeriesName.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheLooseFormsOfAPage() {
    SeriesName series = SeriesName.parse("x{ b = \"1, }=\\\"\\n\\\\\" ,a=\"\",\tc=\"é\", }");
    assertThat(series.name()).isEqualTo("x");
    assertThat(series.labels()).isEqualTo(Map.of("a", "", "b", "1, }=\"\n\\", "c", "é"));
    assertThat(SeriesName.parse("x{}").labels()).isEmpty();
  }
}
