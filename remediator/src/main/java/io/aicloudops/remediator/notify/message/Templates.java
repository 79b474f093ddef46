package io.aicloudops.remediator.notify.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** The texts of messages in one language, from {@code messages_en.properties} and its like. */
public final class Templates {

  private final Properties texts = new Properties();

  /** The texts of a language. */
  public Templates(Lang lang) {
    String file = "messages_" + lang.name().toLowerCase(Locale.ROOT) + ".properties";
    try (InputStream in =
        Objects.requireNonNull(Templates.class.getResourceAsStream(file), file + " is missing")) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A text with its values.
   *
   * @param values put where {@code {0}}, {@code {1}} … stand; what stands in a value stays as it is
   */
  public String text(String key, Object... values) {
    String template = Objects.requireNonNull(texts.getProperty(key), key);
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      int close = template.indexOf('}', open);
      out.append(template, from, open);
      out.append(values[Integer.parseInt(template, open + 1, close, 10)]);
      from = close + 1;
    }
    return out.append(template, from, template.length()).toString();
  }
}
