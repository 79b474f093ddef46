package io.aicloudops.assistant.answer;

/** Hears an answer while it is written. Calls come one at a time, never at the same time. */
public interface TokenListener {

  /** The next piece; all pieces together are {@link Answer#response}. */
  void token(String text);

  /** The whole answer; the last call. */
  void done(Answer answer);
}
