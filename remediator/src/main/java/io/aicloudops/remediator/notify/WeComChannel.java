package io.aicloudops.remediator.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A group robot of WeCom, with Markdown; its key stands in the URL and nothing is signed. */
final class WeComChannel implements Channel {

  /** WeCom's code for too many messages. */
  private static final int TOO_FAST = 45009;

  /** WeCom's own limit, in bytes of UTF-8. */
  private static final int MOST_OF_CONTENT = 4096;

  private final Poster poster;
  private final Lang lang;

  WeComChannel(String url, Lang lang) {
    this.poster = new Poster(url);
    this.lang = lang;
  }

  @Override
  public String name() {
    return "wecom";
  }

  @Override
  public Delivery deliver(Message message) {
    String link = "\n[" + lang.pick("Open the dashboard", "打开控制台") + "](" + message.link() + ")";
    String text =
        "**" + escape(message.title()) + "**\n" + escape(String.join("\n", message.lines()));
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("msgtype", "markdown");
    body.putObject("markdown").put("content", clip(text, MOST_OF_CONTENT - bytes(link)) + link);
    return poster.post(body, Map.of(), answer -> ErrorCode.judge(answer, TOO_FAST));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String clip(String text, int mostBytes) {
    String clipped = text;
    while (bytes(clipped) > mostBytes) {
      int over = Math.max(1, (bytes(clipped) - mostBytes) / 4);
      clipped = clipped.substring(0, clipped.length() - over);
    }
    return clipped;
  }

  /** What came from alerts and logs must not become mentions ({@code <@…>}) or links. */
  private static String escape(String text) {
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("[", "\\[");
  }
}
