package io.aicloudops.connect.remotewrite;

import com.google.protobuf.CodedInputStream;
import io.aicloudops.connect.remotewrite.WriteRequest.Sample;
import java.io.IOException;

/**
 * Reads messages field by field and passes over unknown fields; has the messages that both versions
 * share. Counts what it makes, as a small body of empty messages could fill the memory. One for
 * each request.
 */
final class Messages {

  /** Labels, samples and series of one request; a usual one has fewer than 200 000. */
  private static final int MOST_PARTS = 1_000_000;

  /** Reads one field if it knows it. */
  interface Fields {

    /**
     * Reads the field of this number.
     *
     * @return false if it is unknown
     */
    boolean read(int field, CodedInputStream in) throws IOException;
  }

  private int parts;

  /** Reads a message to its end. */
  void read(CodedInputStream in, Fields fields) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!fields.read(tag >>> 3, in)) {
        in.skipField(tag);
      }
    }
  }

  /** Reads a message within the message. */
  void nested(CodedInputStream in, Fields fields) throws IOException {
    count();
    int limit = in.pushLimit(in.readRawVarint32());
    read(in, fields);
    in.popLimit(limit);
  }

  /** Counts a part. */
  void count() throws IOException {
    if (++parts > MOST_PARTS) {
      throw new IOException(
          "it has more than " + MOST_PARTS + " labels, samples and series; send smaller requests");
    }
  }

  /** The message {@code Sample}. */
  Sample sample(CodedInputStream in) throws IOException {
    double[] value = {0};
    long[] time = {0};
    nested(
        in,
        (field, stream) -> {
          switch (field) {
            case 1 -> value[0] = stream.readDouble();
            case 2 -> time[0] = stream.readInt64();
            default -> {
              return false;
            }
          }
          return true;
        });
    return new Sample(value[0], time[0]);
  }
}
