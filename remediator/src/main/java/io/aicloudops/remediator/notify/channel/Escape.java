package io.aicloudops.remediator.notify.channel;

/**
 * Text that came from alerts and logs must stay text: no mention, link, picture or tag of a channel
 * may come of it.
 */
public final class Escape {

  private Escape() {}

  /** For HTML, between tags and in quoted attributes. */
  public static String html(String text) {
    return slack(text).replace("\"", "&quot;").replace("'", "&#39;");
  }

  /** For Slack's mrkdwn, where only these three begin something. */
  public static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** For the Markdown of DingTalk and WeCom, where {@code <@…>} is a mention as well. */
  public static String markdown(String text) {
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("[", "\\[");
  }

  /** For Feishu's Markdown, where {@code <at …>} is a mention. */
  public static String feishu(String text) {
    return text.replace("<", "&#60;").replace(">", "&#62;").replace("[", "&#91;");
  }
}
