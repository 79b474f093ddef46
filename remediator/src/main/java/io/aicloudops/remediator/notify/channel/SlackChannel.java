package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.remediator.notify.message.Message;
import java.util.Map;

/** An incoming webhook of Slack, with blocks. */
public final class SlackChannel implements Channel {

  /** Slack's own limits, in characters. */
  private static final int MOST_OF_HEADER = 150;

  private static final int MOST_OF_SECTION = 3000;
  private static final int MOST_OF_BUTTON = 75;

  private final Poster poster;

  /** A webhook by its URL, which is a secret. */
  public SlackChannel(String url) {
    this.poster = new Poster(url);
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("text", Escape.slack(message.title()));
    ArrayNode blocks = body.putArray("blocks");
    ObjectNode header = blocks.addObject().put("type", "header").putObject("text");
    header.put("type", "plain_text").put("text", Clip.chars(message.title(), MOST_OF_HEADER));
    String text = Escape.slack(String.join("\n", message.lines()));
    if (!text.isBlank()) {
      ObjectNode section = blocks.addObject().put("type", "section").putObject("text");
      section.put("type", "mrkdwn").put("text", Clip.chars(text, MOST_OF_SECTION));
    }
    ArrayNode buttons = blocks.addObject().put("type", "actions").putArray("elements");
    for (Message.Link link : message.links()) {
      ObjectNode button = buttons.addObject().put("type", "button").put("url", link.url());
      if (buttons.size() == 1) {
        button.put("style", "primary");
      }
      button
          .putObject("text")
          .put("type", "plain_text")
          .put("text", Clip.chars(link.text(), MOST_OF_BUTTON));
    }
    return poster.post(body, Map.of(), answer -> new Delivery.Sent());
  }
}
