package io.aicloudops.remediator.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.remediator.notify.Channel.Delivery;
import java.time.Duration;

/**
 * What robots that answer 200 to everything say in the body: {@code {"errcode": 0, "errmsg":
 * "ok"}}; -1 means that the service is busy.
 */
final class ErrorCode {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BUSY = -1;
  private static final Duration WHEN_TOO_FAST = Duration.ofMinutes(1);

  private ErrorCode() {}

  /**
   * Judges an answer.
   *
   * @param tooFast the service's code for too many messages in a minute
   */
  static Delivery judge(String answer, int tooFast) {
    try {
      JsonNode body = JSON.readTree(answer);
      int code = body.path("errcode").asInt(BUSY);
      if (code == 0) {
        return new Delivery.Sent();
      }
      String why = "code " + code + ": " + body.path("errmsg").asText("");
      if (code == tooFast) {
        return new Delivery.Later(WHEN_TOO_FAST, why);
      }
      return code == BUSY ? new Delivery.Later(Duration.ZERO, why) : new Delivery.Never(why);
    } catch (JsonProcessingException e) {
      return new Delivery.Later(Duration.ZERO, "the answer is no JSON");
    }
  }
}
