package io.aicloudops.remediator.notify;

/** The language of what is told. */
public enum Lang {
  EN,
  ZH;

  String pick(String en, String zh) {
    return this == ZH && !zh.isEmpty() ? zh : en;
  }
}
