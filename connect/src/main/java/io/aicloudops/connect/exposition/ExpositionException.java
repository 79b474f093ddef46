package io.aicloudops.connect.exposition;

/** A page is not the text format that it should be; the message names the line. */
public final class ExpositionException extends Exception {

  /**
   * @param line counted from 1
   */
  public ExpositionException(int line, String what) {
    super("line " + line + ": " + what);
  }
}
