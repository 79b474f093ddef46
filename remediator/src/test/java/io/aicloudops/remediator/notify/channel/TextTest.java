package io.aicloudops.remediator.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.remediator.notify.message.Templates;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Cutting, escaping, and the texts themselves. */
class TextTest {

  private static final Pattern VALUE = Pattern.compile("\\{\\d+\\}");

  @Property
  void aCutTextFitsAndHasNoHalfCharacter(
      @ForAll String text, @ForAll @IntRange(min = 3, max = 60) int most) {
    String whole = text + "𝄞很" + text;
    String bytes = Clip.bytes(whole, most);
    assertThat(Clip.size(bytes)).isLessThanOrEqualTo(most);
    String chars = Clip.chars(whole, most);
    assertThat(chars.length()).isLessThanOrEqualTo(most);
    if (whole.codePoints().noneMatch(TextTest::lone)) {
      assertThat(bytes.codePoints()).noneMatch(TextTest::lone);
      assertThat(chars.codePoints()).noneMatch(TextTest::lone);
    }
  }

  private static boolean lone(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  @Test
  void cutsOnlyWhatIsTooLong() {
    assertThat(Clip.chars("abcd", 4)).isEqualTo("abcd");
    assertThat(Clip.chars("abcde", 4)).isEqualTo("abc…");
    assertThat(Clip.chars("ab𝄞𝄞", 5)).isEqualTo("ab𝄞…");
    assertThat(Clip.bytes("很长的", 9)).isEqualTo("很长的");
    assertThat(Clip.bytes("很长的x", 9)).isEqualTo("很长…");
    assertThat(Clip.bytes("a𝄞𝄞", 8)).isEqualTo("a𝄞…");
  }

  @Test
  void bothLanguagesHaveTheSameTextsWithTheSameValues() throws IOException {
    assertThat(values("en")).isEqualTo(values("zh")).hasSizeGreaterThan(15);
  }

  private static Map<String, Set<String>> values(String lang) throws IOException {
    Properties texts = new Properties();
    String file = "messages_" + lang + ".properties";
    texts.load(
        new InputStreamReader(
            Objects.requireNonNull(Templates.class.getResourceAsStream(file)),
            StandardCharsets.UTF_8));
    Map<String, Set<String>> values = new TreeMap<>();
    texts.forEach(
        (key, text) ->
            values.put(
                key.toString(),
                VALUE
                    .matcher(text.toString())
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new))));
    return values;
  }

  @Test
  void aValueIsNoTemplate() {
    assertThat(new Templates(Lang.EN).text("likely", "{1} and {0}", 7))
        .isEqualTo("Likely cause: {1} and {0} (7 %)");
  }
}
