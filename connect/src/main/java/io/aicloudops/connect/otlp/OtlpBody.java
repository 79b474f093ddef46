package io.aicloudops.connect.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.aicloudops.connect.ingest.Bodies;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A body as OTLP/HTTP has it: protobuf or JSON, plain or gzip.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class OtlpBody {

  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";

  /** Ids are hexadecimal in OTLP's JSON, unlike all other bytes of protobuf's. */
  private static final List<String> IDS = List.of("traceId", "spanId", "parentSpanId");

  private final byte[] content;
  private final boolean json;

  private OtlpBody(byte[] content, boolean json) {
    this.content = content;
    this.json = json;
  }

  /** False for protobuf. */
  boolean json() {
    return json;
  }

  /**
   * Whether the request announces JSON.
   *
   * @throws Problem 415 for anything but JSON and protobuf, plain and gzip
   */
  static boolean announcesJson(Context context) {
    String type = Bodies.mediaType(context);
    if (!type.equals(JSON) && !type.equals(PROTOBUF)) {
      throw Problem.unsupportedMedia("send " + PROTOBUF + " or " + JSON);
    }
    String encoding = encoding(context);
    if (!encoding.isEmpty() && !encoding.equals("identity") && !encoding.equals("gzip")) {
      throw Problem.unsupportedMedia("send Content-Encoding: gzip, or none");
    }
    return type.equals(JSON);
  }

  private static String encoding(Context context) {
    return Objects.requireNonNullElse(context.header("Content-Encoding"), "")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Undoes the compression that the request announces.
   *
   * @param largest in bytes
   * @throws Problem 400 if it is not gzip, 413 if it is larger
   */
  static OtlpBody of(Context context, byte[] sent, long largest) {
    boolean json = announcesJson(context);
    if (!encoding(context).equals("gzip")) {
      return new OtlpBody(sent, json);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      byte[] content = in.readNBytes((int) Math.min(largest, 1 << 30) + 1);
      if (content.length > largest) {
        throw Problem.tooLarge(
            "the body is larger than "
                + largest
                + " bytes after decompression; connect.otlp.max-decompressed can be raised");
      }
      return new OtlpBody(content, json);
    } catch (IOException e) {
      throw Problem.badRequest("the body is not gzip: " + e.getMessage());
    }
  }

  /**
   * Reads the message.
   *
   * @throws Problem 400 if it is no such message
   */
  void into(Message.Builder message) {
    try {
      if (json) {
        JsonFormat.parser().ignoringUnknownFields().merge(protobufJson(content), message);
      } else {
        message.mergeFrom(content);
      }
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw Problem.badRequest(
          "the body is not the message "
              + message.getDescriptorForType().getFullName()
              + ": "
              + e.getMessage());
    }
  }

  private static String protobufJson(byte[] json) throws JsonProcessingException {
    ObjectMapper mapper = HttpServer.json();
    JsonNode tree = mapper.readTree(new String(json, StandardCharsets.UTF_8));
    ids(tree);
    return mapper.writeValueAsString(tree);
  }

  private static void ids(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String id : IDS) {
        if (object.path(id).isTextual()) {
          object.put(id, base64(id, object.path(id).textValue()));
        }
      }
    }
    node.forEach(OtlpBody::ids);
  }

  private static String base64(String field, String hex) {
    try {
      return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw Problem.badField(field, "ids are hexadecimal, but this is: " + hex);
    }
  }

  /** Answers in the form of the request. */
  static void answer(Context context, Message message, boolean json) {
    context.status(200).contentType(json ? JSON : PROTOBUF);
    if (!json) {
      context.result(message.toByteArray());
      return;
    }
    try {
      context.result(JsonFormat.printer().omittingInsignificantWhitespace().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an answer of our own has no JSON", e);
    }
  }
}
