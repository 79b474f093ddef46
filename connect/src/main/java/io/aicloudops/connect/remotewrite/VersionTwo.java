package io.aicloudops.connect.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aicloudops.connect.remotewrite.WriteRequest.Sample;
import io.aicloudops.connect.remotewrite.WriteRequest.Series;
import io.aicloudops.schemas.event.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The message {@code io.prometheus.write.v2.Request}: labels are references into a table of texts,
 * and each series carries its own metadata.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">Remote write 2.0</a>
 */
final class VersionTwo {

  /** The one wire type of which a repeated number may also be packed into a block of bytes. */
  private static final int VARINT = 0;

  private final List<String> symbols = new ArrayList<>();
  private final List<Unresolved> series = new ArrayList<>();

  /** A series before the whole table of texts is known; the table may follow the series. */
  private record Unresolved(List<Integer> references, Series series) {}

  private final Messages messages = new Messages();

  private VersionTwo() {}

  static WriteRequest read(byte[] message) throws IOException {
    VersionTwo reader = new VersionTwo();
    reader.messages.read(CodedInputStream.newInstance(message), reader::field);
    List<Series> resolved = new ArrayList<>(reader.series.size());
    for (Unresolved unresolved : reader.series) {
      resolved.add(reader.resolve(unresolved));
    }
    return new WriteRequest(resolved, Map.of());
  }

  private boolean field(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case 4 -> {
        messages.count();
        symbols.add(in.readStringRequireUtf8());
      }
      case 5 -> series.add(series(in));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Unresolved series(CodedInputStream in) throws IOException {
    List<Integer> references = new ArrayList<>(32);
    List<Sample> samples = new ArrayList<>(1);
    List<NativeHistogram> histograms = new ArrayList<>(0);
    int[] exemplars = {0};
    int[] type = {0};
    messages.nested(
        in,
        (field, stream) -> {
          switch (field) {
            case 1 -> references(stream, references);
            case 2 -> samples.add(messages.sample(stream));
            case 3 -> histograms.add(HistogramReader.read(messages, stream));
            case 4 -> {
              exemplars[0]++;
              return false;
            }
            case 5 -> type[0] = metadataType(stream);
            default -> {
              return false;
            }
          }
          return true;
        });
    MetricType of = WriteRequest.type(type[0]);
    return new Unresolved(references, new Series(List.of(), of, samples, histograms, exemplars[0]));
  }

  private void references(CodedInputStream in, List<Integer> into) throws IOException {
    if ((in.getLastTag() & 7) == VARINT) {
      into.add(in.readUInt32());
      return;
    }
    int limit = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      into.add(in.readUInt32());
      messages.count();
    }
    in.popLimit(limit);
  }

  private int metadataType(CodedInputStream in) throws IOException {
    int[] type = {0};
    messages.nested(
        in,
        (field, stream) -> {
          if (field != 1) {
            return false;
          }
          type[0] = stream.readEnum();
          return true;
        });
    return type[0];
  }

  private Series resolve(Unresolved unresolved) throws IOException {
    List<String> labels = new ArrayList<>(unresolved.references().size());
    for (int reference : unresolved.references()) {
      if (reference < 0 || reference >= symbols.size()) {
        throw new InvalidProtocolBufferException(
            "a label refers to text " + reference + " of " + symbols.size());
      }
      labels.add(symbols.get(reference));
    }
    Series series = unresolved.series();
    return new Series(
        labels, series.type(), series.samples(), series.histograms(), series.exemplars());
  }
}
