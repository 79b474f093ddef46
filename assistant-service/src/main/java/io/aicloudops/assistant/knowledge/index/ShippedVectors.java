package io.aicloudops.assistant.knowledge.index;

import io.aicloudops.assistant.knowledge.Embedder;
import io.aicloudops.assistant.knowledge.Language;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vectors of the shipped passages, made when they were written, so that a start does not have
 * to embed them: some ten seconds of a core. A text that is not among them goes to the model.
 *
 * <p>The file has, big-endian, the number of vectors, then for each: 8 bytes of the text's SHA-256,
 * the dimension (short), the scale (float), and a signed byte a dimension.
 */
public final class ShippedVectors implements Embedder {

  private static final String FILE = "/knowledge/vectors.bin";
  private static final float STEPS = 127;

  private final Embedder model;
  private final Map<Long, float[]> vectors;

  private ShippedVectors(Embedder model, Map<Long, float[]> vectors) {
    this.model = model;
    this.vectors = vectors;
  }

  /** The vectors in the jar before a model. */
  public static ShippedVectors before(Embedder model) {
    try (InputStream in = ShippedVectors.class.getResourceAsStream(FILE)) {
      return new ShippedVectors(model, in == null ? Map.of() : read(in));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + FILE, e);
    }
  }

  /** Whether a passage needs no model. */
  boolean has(Language language, String text) {
    return vectors.containsKey(key(language, text));
  }

  @Override
  public float[] passage(Language language, String text) {
    float[] shipped = vectors.get(key(language, text));
    return shipped != null ? shipped : model.passage(language, text);
  }

  @Override
  public float[] question(Language language, String text) {
    return model.question(language, text);
  }

  /** The bytes of the file for some texts by language. */
  static byte[] write(Map<Language, List<String>> texts, Embedder model) throws IOException {
    Map<Long, float[]> vectors = new TreeMap<>();
    texts.forEach(
        (language, list) ->
            list.forEach(text -> vectors.put(key(language, text), model.passage(language, text))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(vectors.size());
    for (Map.Entry<Long, float[]> entry : vectors.entrySet()) {
      float[] vector = entry.getValue();
      float largest = 0;
      for (float x : vector) {
        largest = Math.max(largest, Math.abs(x));
      }
      out.writeLong(entry.getKey());
      out.writeShort(vector.length);
      out.writeFloat(largest / STEPS);
      for (float x : vector) {
        out.writeByte(Math.round(x / largest * STEPS));
      }
    }
    return bytes.toByteArray();
  }

  private static Map<Long, float[]> read(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(file);
    int count = in.readInt();
    Map<Long, float[]> vectors = new HashMap<>();
    for (int i = 0; i < count; i++) {
      long key = in.readLong();
      float[] vector = new float[in.readShort()];
      float scale = in.readFloat();
      double square = 0;
      for (int j = 0; j < vector.length; j++) {
        vector[j] = in.readByte() * scale;
        square += vector[j] * vector[j];
      }
      float length = (float) Math.sqrt(square);
      for (int j = 0; j < vector.length; j++) {
        vector[j] /= length;
      }
      vectors.put(key, vector);
    }
    return vectors;
  }

  private static long key(Language language, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = (language.code() + "\n" + text).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(digest.digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
