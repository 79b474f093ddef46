package io.aicloudops.assistant.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The vectors in the jar are those of the texts in the jar. */
class ShippedVectorsTest {

  private final List<Passage> passages = Passage.of(ShippedKnowledge.runbooks());

  @Test
  void everyShippedPassageHasItsVector() throws IOException {
    ShippedVectors shipped = ShippedVectors.before(Fixtures.NO_MODELS);
    List<String> missing =
        passages.stream()
            .filter(passage -> !shipped.has(passage.language(), passage.embeddable()))
            .map(passage -> passage.language().code() + " " + passage.key())
            .toList();
    if (!missing.isEmpty()) {
      Map<Language, List<String>> texts =
          passages.stream()
              .collect(
                  Collectors.groupingBy(
                      Passage::language,
                      Collectors.mapping(Passage::embeddable, Collectors.toList())));
      Files.write(Path.of("target/vectors.bin"), ShippedVectors.write(texts, new OnnxEmbedder()));
    }
    assertThat(missing)
        .as("run: cp target/vectors.bin src/main/resources/knowledge/ (just made from the texts)")
        .isEmpty();
  }

  @Test
  void aShippedVectorIsWhatTheModelGives() {
    OnnxEmbedder model = new OnnxEmbedder();
    ShippedVectors shipped = ShippedVectors.before(model);
    for (Language language : Language.values()) {
      Passage passage =
          passages.stream().filter(p -> p.language() == language).findFirst().orElseThrow();
      float[] made = model.passage(language, passage.embeddable());
      float[] stored = shipped.passage(language, passage.embeddable());
      double cosine = 0;
      for (int i = 0; i < made.length; i++) {
        cosine += made[i] * stored[i];
      }
      assertThat(cosine).isCloseTo(1, offset(0.002));
    }
  }
}
