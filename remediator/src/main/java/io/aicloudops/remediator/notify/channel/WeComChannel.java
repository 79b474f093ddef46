package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.remediator.notify.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A group robot of WeCom, with Markdown; its key stands in the URL and nothing is signed. */
public final class WeComChannel implements Channel {

  private static final ErrorCode CODES =
      new ErrorCode(List.of("errcode"), "errmsg", 45009, Duration.ofMinutes(1));

  /** WeCom's own limit, in bytes of UTF-8. */
  private static final int MOST_OF_CONTENT = 4096;

  private final Poster poster;

  /** A robot by its URL, which holds its key. */
  public WeComChannel(String url) {
    this.poster = new Poster(url);
  }

  @Override
  public Delivery deliver(Message message) {
    String links =
        message.links().stream()
            .map(link -> "\n[" + link.text() + "](" + link.url() + ")")
            .collect(Collectors.joining());
    String text =
        "**"
            + Escape.markdown(message.title())
            + "**\n"
            + Escape.markdown(String.join("\n", message.lines()));
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("msgtype", "markdown");
    body.putObject("markdown")
        .put("content", Clip.bytes(text, MOST_OF_CONTENT - Clip.size(links)) + links);
    return poster.post(body, Map.of(), CODES::judge);
  }
}
