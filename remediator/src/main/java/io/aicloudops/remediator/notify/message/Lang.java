package io.aicloudops.remediator.notify.message;

/** The language of what is told. */
public enum Lang {
  EN,
  ZH;

  /** The text in this language; English where there is no Chinese. */
  String pick(String en, String zh) {
    return this == ZH && !zh.isEmpty() ? zh : en;
  }
}
