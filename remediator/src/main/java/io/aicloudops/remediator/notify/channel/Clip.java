package io.aicloudops.remediator.notify.channel;

import java.nio.charset.StandardCharsets;

/** Cuts text to what a channel takes, never inside a character. */
public final class Clip {

  private static final String MORE = "…";

  private Clip() {}

  /** At most so many UTF-16 units, as channels count that say "characters". */
  public static String chars(String text, int most) {
    return text.length() <= most ? text : head(text, most - MORE.length()) + MORE;
  }

  /** At most so many bytes of UTF-8. */
  public static String bytes(String text, int most) {
    if (size(text) <= most) {
      return text;
    }
    int left = most - size(MORE);
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      left -= size(text.substring(end, next));
      if (left < 0) {
        break;
      }
      end = next;
    }
    return text.substring(0, end) + MORE;
  }

  /** How many bytes of UTF-8 a text has. */
  public static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String head(String text, int most) {
    boolean inside = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, inside ? most - 1 : most);
  }
}
