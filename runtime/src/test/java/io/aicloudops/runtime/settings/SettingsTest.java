package io.aicloudops.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  enum Colour {
    DARK_RED,
    BLUE
  }

  record Inner(
      @Setting(value = "A number.", byDefault = "3") int someNumber,
      @Setting(value = "A secret.", byDefault = "") Secret password) {
    Inner {
      if (someNumber > 100) {
        throw new IllegalArgumentException("some-number: at most 100");
      }
    }
  }

  record Example(
      @Setting(value = "A name.") String name,
      @Setting(value = "Bytes.", byDefault = "2MiB") long bytes,
      @Setting(value = "A share.", byDefault = "0.5") double share,
      @Setting(value = "On.", byDefault = "true") boolean on,
      @Setting(value = "A time.", byDefault = "15s") Duration pause,
      @Setting(value = "A URL.", byDefault = "http://x") URI url,
      @Setting(value = "A file.", byDefault = "a/b") Path file,
      @Setting(value = "A colour.", byDefault = "dark-red") Colour colour,
      @Setting(value = "Words.", byDefault = "[a, b]") List<String> words,
      @Setting(value = "Numbers by name.", byDefault = "{}") Map<String, Integer> byName,
      @Setting(value = "Parts.", byDefault = "[]") List<Inner> parts,
      @Setting(value = "A part.") Inner inner) {}

  private static final Section<Example> SECTION = new Section<>("example", Example.class);

  @TempDir Path directory;

  private Settings file(String name, String text) throws IOException {
    return Settings.load(Files.writeString(directory.resolve(name), text), Map.of(), Map.of());
  }

  private static List<String> problemsOf(Settings settings) {
    try {
      settings.check(List.of(SECTION));
      return List.of();
    } catch (SettingsException e) {
      return e.problems();
    }
  }

  @Test
  void givesDefaultsWhereNothingIsSaid() {
    Example example = Settings.of(Map.of("example.name", "n")).read(SECTION);

    assertThat(example.bytes()).isEqualTo(2 << 20);
    assertThat(example.pause()).isEqualTo(Duration.ofSeconds(15));
    assertThat(example.colour()).isEqualTo(Colour.DARK_RED);
    assertThat(example.words()).containsExactly("a", "b");
    assertThat(example.inner().someNumber()).isEqualTo(3);
    assertThat(example.inner().password().value()).isEmpty();
    assertThat(example.share()).isEqualTo(0.5);
    assertThat(example.on()).isTrue();
    assertThat(example.url()).hasHost("x");
    assertThat(example.file()).isEqualTo(Path.of("a/b"));
  }

  @Test
  void readsHoconYamlAndJsonAlike() throws IOException {
    Example hocon =
        file(
                "a.conf",
                "example { name = n, pause = 2m, by-name { x = 1 }, parts = [{some-number = 7}], inner.password = s3cret }")
            .read(SECTION);
    Example yaml =
        file(
                "a.yaml",
                "example:\n  name: n\n  pause: 2m\n  by-name: {x: 1}\n  parts:\n    - some-number: 7\n  inner:\n    password: s3cret\n")
            .read(SECTION);
    Example json =
        file(
                "a.json",
                "{\"example\":{\"name\":\"n\",\"pause\":\"2m\",\"by-name\":{\"x\":1},\"parts\":[{\"some-number\":7}],\"inner\":{\"password\":\"s3cret\"}}}")
            .read(SECTION);

    assertThat(yaml).isEqualTo(hocon).isEqualTo(json);
    assertThat(hocon.byName()).containsEntry("x", 1);
    assertThat(hocon.parts().get(0).someNumber()).isEqualTo(7);
    assertThat(hocon.inner().password().reveal()).isEqualTo("s3cret");
  }

  @Test
  void neverPrintsASecret() throws IOException {
    assertThat(
            file("a.conf", "example { name = n, inner.password = s3cret }")
                .read(SECTION)
                .toString())
        .contains("***")
        .doesNotContain("s3cret");
  }

  @Test
  void letsTheEnvironmentWinOverTheFileAndTheCommandLineOverBoth() throws IOException {
    Path file =
        Files.writeString(directory.resolve("a.conf"), "example { name = file, words = [f] }");
    Map<String, String> environment =
        Map.of(
            "AIOPS_EXAMPLE__NAME",
            "env",
            "AIOPS_EXAMPLE__WORDS",
            "x, y",
            "AIOPS_EXAMPLE__INNER__SOME_NUMBER",
            "9",
            "HOME",
            "/");

    Example example =
        Settings.load(file, environment, Map.of("example.share", "0.25")).read(SECTION);
    Example forced = Settings.load(file, environment, Map.of("example.name", "flag")).read(SECTION);

    assertThat(example.name()).isEqualTo("env");
    assertThat(example.words()).containsExactly("x", "y");
    assertThat(example.inner().someNumber()).isEqualTo(9);
    assertThat(example.share()).isEqualTo(0.25);
    assertThat(forced.name()).isEqualTo("flag");
  }

  @Test
  void namesEveryProblemWithItsPath() throws IOException {
    Settings settings =
        file(
            "a.conf",
            "example { pause = soon, colour = green, inner { some-number = x, typo = 1 }, words = 3 }\nunheard-of = 1");

    assertThat(problemsOf(settings))
        .anySatisfy(p -> assertThat(p).startsWith("unheard-of: unknown; there are example"))
        .anySatisfy(p -> assertThat(p).startsWith("example.name: missing"))
        .anySatisfy(p -> assertThat(p).startsWith("example.pause: \"soon\" is not a duration"))
        .anySatisfy(
            p -> assertThat(p).startsWith("example.colour: \"green\" is not one of dark-red, blue"))
        .anySatisfy(
            p -> assertThat(p).startsWith("example.inner.some-number: \"x\" is not a whole number"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith("example.inner.typo: unknown; there are password, some-number"))
        .anySatisfy(p -> assertThat(p).startsWith("example.words: \"3\" is not a list"));
  }

  @Test
  void saysWhichVariableABadValueCameFrom() {
    Settings settings =
        Settings.load(
            null, Map.of("AIOPS_EXAMPLE__NAME", "n", "AIOPS_EXAMPLE__BYTES", "many"), Map.of());

    assertThat(problemsOf(settings))
        .singleElement()
        .asString()
        .contains("example.bytes (from AIOPS_EXAMPLE__BYTES)");
  }

  @Test
  void reportsWhatARecordItselfRefuses() {
    assertThat(
            problemsOf(Settings.of(Map.of("example.name", "n", "example.inner.some-number", 101))))
        .singleElement()
        .asString()
        .contains("example.inner")
        .contains("at most 100");
  }

  @Test
  void pointsAtTheLineOfAFileThatCannotBeParsed() {
    assertThatThrownBy(() -> file("a.yaml", "a:\n  - b\n c"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("a.yaml");
    assertThatThrownBy(() -> file("a.conf", "a = {"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("a.conf");
    assertThatThrownBy(() -> Settings.load(directory.resolve("none.conf"), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void asksForAGroupWhereAValueStands() {
    assertThat(problemsOf(Settings.of(Map.of("example.name", "n", "example.inner", "x"))))
        .singleElement()
        .asString()
        .contains("group of settings");
    assertThatThrownBy(() -> Settings.of(Map.of("example", "x")).read(SECTION))
        .hasMessageContaining("group of settings");
  }

  @Test
  void takesBuiltInValuesOnlyWhereNothingIsConfigured() {
    Settings settings =
        Settings.of(Map.of("example.name", "mine"))
            .withDefaults(Map.of("example.name", "built in", "example.bytes", 7));

    assertThat(settings.read(SECTION).name()).isEqualTo("mine");
    assertThat(settings.read(SECTION).bytes()).isEqualTo(7);
  }

  @Test
  void listsItsKeysForTheDocumentation() {
    List<SettingsReference.Key> keys = SettingsReference.keysOf(SECTION);

    assertThat(keys)
        .contains(
            new SettingsReference.Key(
                "example.pause", "a duration such as 15s or 5m", "15s", "A time."));
    assertThat(keys)
        .contains(
            new SettingsReference.Key("example.name", "readable text", "required", "A name."));
    assertThat(keys.stream().map(SettingsReference.Key::path))
        .contains("example.inner.some-number");
  }
}
