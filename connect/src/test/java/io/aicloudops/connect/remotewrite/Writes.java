package io.aicloudops.connect.remotewrite;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Writes messages of remote write as a sender does. */
final class Writes {

  /** Writes the fields of a message. */
  interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private Writes() {}

  static byte[] message(Body body) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      body.write(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] snappy(byte[]... parts) {
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        all.write(part);
      }
      return Snappy.compress(all.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A field that is a message. */
  static byte[] field(int number, byte[] message) {
    return message(out -> out.writeByteArray(number, message));
  }

  static byte[] sample(double value, long time) {
    return message(
        out -> {
          out.writeDouble(1, value);
          out.writeInt64(2, time);
        });
  }

  /** A series of version 1.0 as a field of the request; labels as names and values in turn. */
  static byte[] series(double[] values, long[] times, String... labels) {
    return field(
        1,
        message(
            out -> {
              for (int i = 0; i < labels.length; i += 2) {
                String name = labels[i];
                String value = labels[i + 1];
                out.writeByteArray(
                    1,
                    message(
                        label -> {
                          label.writeString(1, name);
                          label.writeString(2, value);
                        }));
              }
              for (int i = 0; i < values.length; i++) {
                out.writeByteArray(2, sample(values[i], times[i]));
              }
            }));
  }

  static byte[] metadata(int type, String family) {
    return field(
        3,
        message(
            out -> {
              out.writeEnum(1, type);
              out.writeString(2, family);
              out.writeString(4, "help");
              out.writeString(5, "unit");
            }));
  }

  static byte[] histogram(long count, double sum, long time) {
    return message(
        out -> {
          out.writeUInt64(1, count);
          out.writeDouble(3, sum);
          out.writeSInt32(4, 3);
          out.writeInt64(15, time);
        });
  }

  /** A request of version 2.0 with one series. */
  static byte[] versionTwo(int type, double value, long time, byte[] histogram, String... labels) {
    List<String> symbols = new ArrayList<>(List.of(""));
    return message(
        out -> {
          byte[] references =
              message(
                  refs -> {
                    for (String label : labels) {
                      symbols.add(label);
                      refs.writeUInt32NoTag(symbols.size() - 1);
                    }
                  });
          byte[] series =
              message(
                  s -> {
                    s.writeByteArray(1, references);
                    s.writeByteArray(2, sample(value, time));
                    if (histogram.length > 0) {
                      s.writeByteArray(3, histogram);
                    }
                    s.writeByteArray(5, message(m -> m.writeEnum(1, type)));
                  });
          out.writeByteArray(5, series);
          for (String symbol : symbols) {
            out.writeString(4, symbol);
          }
        });
  }
}
