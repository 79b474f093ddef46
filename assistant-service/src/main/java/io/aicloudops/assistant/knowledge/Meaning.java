package io.aicloudops.assistant.knowledge;

/**
 * Whether search by meaning is at hand. Search by words always is.
 *
 * @param stage where it stands
 * @param detail for people: which store, how many passages, or why it is absent
 */
public record Meaning(Stage stage, String detail) {

  /** Where search by meaning stands. */
  public enum Stage {
    /** Nobody asked yet; models are loaded with the first question or by a warm-up. */
    ASLEEP,
    /** Models are being loaded and passages embedded. */
    BUILDING,
    READY,
    /** Cannot be had now: answers rest on words alone. */
    ABSENT
  }
}
