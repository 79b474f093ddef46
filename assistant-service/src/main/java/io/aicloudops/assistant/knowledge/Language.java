package io.aicloudops.assistant.knowledge;

/** The two languages people ask in and runbooks are written in. */
public enum Language {
  ZH,
  EN;

  /**
   * The language of a text: Chinese as soon as Han characters make up a tenth of its letters,
   * because a Chinese question about Kubernetes is full of English names and an English one has no
   * Han at all.
   */
  public static Language of(String text) {
    long han =
        text.codePoints()
            .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
            .count();
    long letters = text.codePoints().filter(Character::isLetter).count();
    return han > 0 && han * 10 >= letters ? ZH : EN;
  }

  /** The code in the HTTP API: {@code zh} or {@code en}. */
  public String code() {
    return this == ZH ? "zh" : "en";
  }

  /** The text in this language. */
  public String say(String english, String chinese) {
    return this == ZH ? chinese : english;
  }

  /** The other one. */
  public Language other() {
    return this == ZH ? EN : ZH;
  }
}
