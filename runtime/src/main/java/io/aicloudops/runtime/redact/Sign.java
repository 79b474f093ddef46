package io.aicloudops.runtime.redact;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the secrets that a rule looks for cannot be without. All signs of a text are found in one
 * pass, which costs far less than trying a pattern at each of its characters. What replaces a
 * secret adds no sign, and a rule that takes one away does no harm.
 */
enum Sign {
  /** Five hyphens in a row: a key in PEM. */
  DASHES,
  /** A word that begins like the JSON of a token in Base64. */
  TOKEN,
  /** The name of an HTTP authentication scheme. */
  SCHEME,
  /** An at sign: an address of mail, or a password in a URL. */
  AT,
  /** A word as long as the shortest known kind of token. */
  LONG_WORD,
  /** A word as long as a key. */
  KEY,
  /** A part of the name of something secret. */
  NAME,
  /** Chinese characters. */
  CHINESE,
  /** As many digits as the shortest number of a phone. */
  DIGITS,
  /** A plus with digits: an international number may be short. */
  PLUS,
  /** Dots or colons as in an IP address. */
  ADDRESS;

  private static final int HYPHENS = 5;
  private static final int SHORTEST_TOKEN = 15;
  private static final int SHORTEST_KEY = 40;
  private static final int SHORTEST_PHONE = 10;
  private static final int DIGITS_WITH_PLUS = 5;
  private static final int PARTS = 3;
  private static final char FIRST_CHINESE = '\u4e00';

  private static final String[] P = {"passw", "pwd"};
  private static final String[] S = {"secret"};
  private static final String[] T = {"token"};
  private static final String[] K = {"key"};
  private static final String[] C = {"credential", "cookie"};
  private static final String[] B = {"bearer", "basic"};

  /** The signs that a text has. */
  static Set<Sign> of(String text) {
    Set<Sign> signs = EnumSet.noneOf(Sign.class);
    int digits = 0;
    int hyphens = 0;
    int word = 0;
    int dots = 0;
    int colons = 0;
    boolean plus = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      hyphens = c == '-' ? hyphens + 1 : 0;
      boolean digit = c >= '0' && c <= '9';
      boolean inWord = digit || letter(c) || c == '_' || c == '-' || c == '+' || c == '/';
      word = inWord ? word + 1 : 0;
      digits += digit ? 1 : 0;
      dots += c == '.' ? 1 : 0;
      colons += c == ':' ? 1 : 0;
      plus |= c == '+';
      if (hyphens == HYPHENS) {
        signs.add(DASHES);
      }
      if (word == SHORTEST_TOKEN) {
        signs.add(LONG_WORD);
      } else if (word == SHORTEST_KEY) {
        signs.add(KEY);
      }
      if (c == '@') {
        signs.add(AT);
      } else if (c >= FIRST_CHINESE) {
        signs.add(CHINESE);
      } else if (letter(c)) {
        letter(text, i, c, signs);
      }
    }
    if (digits >= SHORTEST_PHONE) {
      signs.add(DIGITS);
    }
    if (plus && digits >= DIGITS_WITH_PLUS) {
      signs.add(PLUS);
    }
    if (dots >= PARTS || colons >= PARTS) {
      signs.add(ADDRESS);
    }
    return signs;
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** What may begin with this letter. */
  private static void letter(String text, int at, char c, Set<Sign> signs) {
    switch (c | 0x20) {
      case 'p' -> add(NAME, P, text, at, signs);
      case 's' -> add(NAME, S, text, at, signs);
      case 't' -> add(NAME, T, text, at, signs);
      case 'k' -> add(NAME, K, text, at, signs);
      case 'c' -> add(NAME, C, text, at, signs);
      case 'b' -> add(SCHEME, B, text, at, signs);
      default -> {
        if (c == 'e' && text.startsWith("eyJ", at)) {
          signs.add(TOKEN);
        }
      }
    }
  }

  private static void add(Sign sign, String[] words, String text, int at, Set<Sign> signs) {
    for (String word : words) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        signs.add(sign);
      }
    }
  }
}
