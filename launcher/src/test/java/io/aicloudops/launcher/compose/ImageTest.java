package io.aicloudops.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Dockerfile takes what there is, and starts what it took. */
class ImageTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What the build stage calls the repository. */
  private static final String SOURCES = "/src/";

  private static final Set<String> KNOWN =
      Set.of(
          "FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD");

  private record Instruction(String name, List<String> words) {

    String option(String option) {
      return words.stream()
          .filter(word -> word.startsWith(option + "="))
          .map(word -> word.substring(option.length() + 1))
          .findFirst()
          .orElse("");
    }

    List<String> arguments() {
      return words.stream().filter(word -> !word.startsWith("--")).toList();
    }
  }

  private static final List<Instruction> FILE = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    FILE.clear();
    StringBuilder line = new StringBuilder();
    for (String text : Files.readAllLines(Samples.FOLDER.resolve("Dockerfile"))) {
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      boolean goesOn = text.endsWith("\\");
      line.append(goesOn ? text.substring(0, text.length() - 1) : text);
      if (!goesOn) {
        List<String> words = List.of(line.toString().trim().split("\\s+"));
        FILE.add(new Instruction(words.get(0), words.subList(1, words.size())));
        line.setLength(0);
      }
    }
    assertThat(line).as("what the last line goes on with").isEmpty();
  }

  private static List<Instruction> all(String name) {
    return FILE.stream().filter(instruction -> instruction.name().equals(name)).toList();
  }

  @Test
  void hasOnlyInstructionsThatThereAre() {
    assertThat(FILE).isNotEmpty().allSatisfy(one -> assertThat(KNOWN).contains(one.name()));
    assertThat(FILE.get(0).name()).isEqualTo("FROM");
  }

  @Test
  void copiesWhatTheRepositoryHasOrItsBuildMakes() throws IOException {
    Set<String> stages = new TreeSet<>();
    for (Instruction from : all("FROM")) {
      if (from.words().contains("AS")) {
        stages.add(from.words().get(from.words().indexOf("AS") + 1));
      }
    }
    String pom = Files.readString(ROOT.resolve("launcher/pom.xml"));
    int copied = 0;
    for (Instruction copy : all("COPY")) {
      String stage = copy.option("--from");
      assertThat(stage.isEmpty() || stages.contains(stage)).as(copy.toString()).isTrue();
      List<String> sources = copy.arguments().subList(0, copy.arguments().size() - 1);
      for (String source : sources) {
        String path = source.startsWith(SOURCES) ? source.substring(SOURCES.length()) : source;
        int target = path.indexOf("/target/");
        if (target < 0) {
          assertThat(ROOT.resolve(path)).as(copy.toString()).exists();
        } else {
          String made = path.substring(target + "/target/".length());
          String module = path.substring(0, target);
          assertThat(all("RUN").toString()).as("the build of " + path).contains("-pl, " + module);
          assertThat(
                  made.equals(module + "-*.jar")
                      || pom.contains("${project.build.directory}/" + made))
              .as("the build makes %s", path)
              .isTrue();
        }
        copied++;
      }
    }
    assertThat(copied).isGreaterThan(2);
  }

  @Test
  void startsWhatItCopied() {
    Map<String, String> copies = new TreeMap<>();
    for (Instruction copy : all("COPY")) {
      List<String> arguments = copy.arguments();
      copies.put(arguments.get(arguments.size() - 1), arguments.get(0));
    }
    String start = all("ENTRYPOINT").get(0).words().get(0).replaceAll("[\\[\\]\",]", "");
    assertThat(copies).containsKey(start);
    String source = Objects.requireNonNull(copies.get(start), start);
    assertThat(ROOT.resolve(source.substring(SOURCES.length()))).isExecutable();
  }

  @Test
  void runsAsNobodyInParticular() {
    assertThat(all("USER"))
        .singleElement()
        .satisfies(u -> assertThat(u.words().get(0)).matches("[1-9][0-9]*:[1-9][0-9]*"));
  }
}
