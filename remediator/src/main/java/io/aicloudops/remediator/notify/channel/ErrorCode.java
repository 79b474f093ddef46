package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.remediator.notify.channel.Channel.Delivery;
import java.time.Duration;
import java.util.List;

/**
 * How a robot that answers 200 to everything says in the body what it thinks: a code, 0 for well
 * and -1 for busy, and a text.
 *
 * @param codes fields the code may stand in, the first that is there counts
 * @param text field with the text
 * @param tooFast the code for too many messages
 * @param pause how long to wait then
 */
record ErrorCode(List<String> codes, String text, int tooFast, Duration pause) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BUSY = -1;

  /** Judges an answer; one without a code counts as busy. */
  Delivery judge(String answer) {
    try {
      JsonNode body = JSON.readTree(answer);
      int code =
          codes.stream().filter(body::has).findFirst().map(f -> body.path(f).asInt()).orElse(BUSY);
      if (code == 0) {
        return new Delivery.Sent();
      }
      String why = "code " + code + ": " + body.path(text).asText("");
      if (code == tooFast) {
        return new Delivery.Later(pause, why);
      }
      return code == BUSY ? new Delivery.Later(Duration.ZERO, why) : new Delivery.Never(why);
    } catch (JsonProcessingException e) {
      return new Delivery.Later(Duration.ZERO, "the answer is no JSON");
    }
  }
}
