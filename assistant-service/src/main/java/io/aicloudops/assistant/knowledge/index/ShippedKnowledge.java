package io.aicloudops.assistant.knowledge.index;

import io.aicloudops.assistant.knowledge.Glossary;
import io.aicloudops.assistant.knowledge.Runbook;
import io.aicloudops.assistant.knowledge.RunbookReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The runbooks and the glossary in the jar. */
public final class ShippedKnowledge {

  private static final String FOLDER = "/knowledge/";

  private ShippedKnowledge() {}

  /** The runbooks that {@code knowledge/index.txt} lists, in its order. */
  public static List<Runbook> runbooks() {
    return resource("index.txt")
        .lines()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> RunbookReader.read(name, resource(name)))
        .toList();
  }

  /** The terms of the trade in both languages. */
  public static Glossary glossary() {
    return Glossary.read(resource("glossary.txt"));
  }

  private static String resource(String name) {
    try (InputStream in = ShippedKnowledge.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + FOLDER + name, e);
    }
  }
}
