package io.aicloudops.assistant.answer;

/**
 * What somebody asks.
 *
 * @param query the question, in Chinese or English
 * @param context what the asker wants taken into account, e.g. "production, high load"; may be
 *     empty
 * @param sessionId continues a conversation; empty begins a new one
 * @param principal who asks, as authenticated; conversations of others are out of reach
 */
public record Question(String query, String context, String sessionId, String principal) {

  /** Longest query and context in characters: longer ones are no questions. */
  public static final int LONGEST = 4_000;

  private static final int LONGEST_SESSION = 128;

  public Question {
    query = query.strip();
    if (query.isEmpty()) {
      throw new IllegalArgumentException("query is empty: write a question");
    }
    check("query", query, LONGEST);
    check("context", context, LONGEST);
    check("session_id", sessionId, LONGEST_SESSION);
  }

  private static void check(String field, String text, int longest) {
    if (text.length() > longest) {
      throw new IllegalArgumentException(
          field + " has " + text.length() + " characters; at most " + longest + " are read");
    }
  }

  /** A first question without context. */
  public static Question of(String query, String principal) {
    return new Question(query, "", "", principal);
  }
}
