package io.aicloudops.assistant.dashboard;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.RemediationState;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** There is no build step that would find a wrong path or a missing word, so this does. */
final class DashboardFilesTest {

  private static final Pattern IMPORT =
      Pattern.compile("(?:\\bfrom|^import)\\s+'([^']+)'", Pattern.MULTILINE);
  private static final Pattern HTML_LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern HANDLER = Pattern.compile("<[^>]*\\son\\w+\\s*=", CASE_INSENSITIVE);
  private static final Pattern ENTRY =
      Pattern.compile("^  '?([\\w.]+)'?: \\['(.+)', '(.+)'\\],$", Pattern.MULTILINE);
  private static final Pattern USED = Pattern.compile("\\b(?:t|nothing)\\('([\\w.]+)'");

  @Test
  void everythingThePageLoadsIsThere() throws Exception {
    List<String> loaded = new ArrayList<>();
    for (Path file : files()) {
      Pattern pattern = file.toString().endsWith(".html") ? HTML_LINK : IMPORT;
      if (file.toString().matches(".*\\.(html|js)")) {
        matches(pattern, file)
            .map(match -> location(file, match.group(1)))
            .filter(path -> !path.startsWith("/api/"))
            .forEach(loaded::add);
      }
    }
    assertThat(loaded).hasSizeGreaterThan(50).allSatisfy(DashboardFilesTest::isServed);
  }

  @Test
  void everyModuleIsUsed() throws Exception {
    Set<String> loaded = new TreeSet<>();
    Set<String> present = new TreeSet<>();
    for (Path file : files()) {
      String name = "/" + root().relativize(file);
      if (name.endsWith(".js")) {
        present.add(name);
        matches(IMPORT, file).map(match -> location(file, match.group(1))).forEach(loaded::add);
      }
    }
    present.remove("/js/main.js");
    assertThat(loaded).containsAll(present);
  }

  @Test
  void nothingIsInline() throws Exception {
    for (Path file : files()) {
      if (file.toString().endsWith(".html")) {
        assertThat(matches(SCRIPT, file).toList())
            .isNotEmpty()
            .allSatisfy(
                script -> {
                  assertThat(script.group(1)).contains("src=");
                  assertThat(script.group(2)).isBlank();
                });
        assertThat(Files.readString(file))
            .doesNotContainPattern(HANDLER)
            .doesNotContain("javascript:");
      }
    }
  }

  @Test
  void textOfTheDataNeverBecomesMarkupOrCode() throws Exception {
    for (Path file : files()) {
      if (file.toString().endsWith(".js")) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write")
            .doesNotContainPattern("dangerouslySetInnerHTML|\\beval\\(|new Function");
      }
    }
  }

  @Test
  void nothingComesFromAnotherHost() throws Exception {
    for (Path file : files()) {
      assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
          .as(file.toString())
          .doesNotContainPattern("https?://");
    }
  }

  @Test
  void everyWordIsThereInBothLanguages() throws Exception {
    Path texts = root().resolve("js/text.js");
    Set<String> known = new TreeSet<>();
    List<String> same = new ArrayList<>();
    matches(ENTRY, texts)
        .forEach(
            entry -> {
              known.add(entry.group(1));
              if (entry.group(2).equals(entry.group(3))) {
                same.add(entry.group(1));
              }
            });
    Set<String> used = new TreeSet<>();
    for (Path file : files()) {
      matches(USED, file).map(match -> match.group(1)).forEach(used::add);
    }
    assertThat(used).hasSizeGreaterThan(80);
    assertThat(known).containsAll(used);
    assertThat(same).as("not translated").isEmpty();
  }

  @Test
  void everyActionAndStateHasItsWordsInBothLanguages() throws Exception {
    List<Enum<?>> constants = new ArrayList<>();
    Collections.addAll(constants, ActionKind.values());
    Collections.addAll(constants, RemediationState.values());
    Collections.addAll(constants, Role.values());
    List<String> ids =
        constants.stream()
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .filter(id -> !id.equals("unknown"))
            .toList();
    String texts = Files.readString(root().resolve("js/text.js"));
    assertThat(ids)
        .hasSizeGreaterThan(30)
        .allSatisfy(
            id ->
                assertThat(texts)
                    .containsPattern("\\b" + id + ": \\['[^']+', '[^']*[^\\x00-\\x7f]"));
  }

  private static void isServed(String path) {
    String resource =
        path.startsWith("/webjars/") ? "/META-INF/resources" + path : "/dashboard" + path;
    assertThat(DashboardFilesTest.class.getResource(resource)).as(path).isNotNull();
  }

  /** The path on the server of what a file names. */
  private static String location(Path file, String named) {
    return URI.create("/" + root().relativize(file)).resolve(named).getPath();
  }

  private static Stream<MatchResult> matches(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(Files::isRegularFile).sorted().collect(toCollection(ArrayList::new));
    }
  }

  private static Path root() {
    try {
      return Path.of(
          Objects.requireNonNull(DashboardFilesTest.class.getResource("/dashboard")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
