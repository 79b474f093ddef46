package io.aicloudops.remediator.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** An incoming webhook of Slack, with blocks. */
final class SlackChannel implements Channel {

  /** Slack's own limits. */
  private static final int MOST_OF_HEADER = 150;

  private static final int MOST_OF_SECTION = 3000;

  private final Poster poster;
  private final Lang lang;

  SlackChannel(String url, Lang lang) {
    this.poster = new Poster(url);
    this.lang = lang;
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("text", escape(message.title()));
    ArrayNode blocks = body.putArray("blocks");
    ObjectNode header = blocks.addObject().put("type", "header").putObject("text");
    header.put("type", "plain_text").put("text", clip(message.title(), MOST_OF_HEADER));
    String link = "<" + message.link() + "|" + lang.pick("Open the dashboard", "打开控制台") + ">";
    String text = clip(escape(String.join("\n", message.lines())), MOST_OF_SECTION - link.length());
    ObjectNode section = blocks.addObject().put("type", "section").putObject("text");
    section.put("type", "mrkdwn").put("text", text + "\n" + link);
    return poster.post(body, Map.of(), answer -> new Delivery.Sent());
  }

  /** What came from alerts and logs must not become mentions or links. */
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String clip(String text, int most) {
    return text.length() < most ? text : text.substring(0, most - 2) + "…";
  }
}
