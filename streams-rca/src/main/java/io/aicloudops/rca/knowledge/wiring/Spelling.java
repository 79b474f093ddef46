package io.aicloudops.rca.knowledge.wiring;

import java.util.Collection;

/** Names that differ by a slip of the keyboard. */
final class Spelling {

  private static final int MOST_EDITS = 2;
  private static final double SHARE = 0.25;

  private Spelling() {}

  /**
   * True if the name is one or two edits from one that exists, and these are few for its length
   * (Levenshtein 1966).
   */
  static boolean near(String name, Collection<String> known) {
    return known.stream()
        .anyMatch(
            other -> {
              int edits = edits(name, other);
              return edits > 0 && edits <= MOST_EDITS && edits <= SHARE * other.length();
            });
  }

  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
