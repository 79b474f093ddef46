package io.aicloudops.connect.remotewrite;

import com.google.protobuf.CodedInputStream;
import io.aicloudops.connect.remotewrite.WriteRequest.Sample;
import io.aicloudops.connect.remotewrite.WriteRequest.Series;
import io.aicloudops.schemas.event.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The message {@code prometheus.WriteRequest}.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
final class VersionOne {

  private final List<Series> series = new ArrayList<>();
  private final Map<String, MetricType> types = new HashMap<>();

  private final Messages messages = new Messages();

  private VersionOne() {}

  static WriteRequest read(byte[] message) throws IOException {
    VersionOne reader = new VersionOne();
    reader.messages.read(CodedInputStream.newInstance(message), reader::field);
    return new WriteRequest(reader.series, reader.types);
  }

  private boolean field(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case 1 -> series.add(series(in));
      case 3 -> metadata(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Series series(CodedInputStream in) throws IOException {
    List<String> labels = new ArrayList<>(16);
    List<Sample> samples = new ArrayList<>(1);
    List<NativeHistogram> histograms = new ArrayList<>(0);
    int[] exemplars = {0};
    messages.nested(
        in,
        (field, stream) -> {
          switch (field) {
            case 1 -> label(stream, labels);
            case 2 -> samples.add(messages.sample(stream));
            case 3 -> {
              exemplars[0]++;
              return false;
            }
            case 4 -> histograms.add(HistogramReader.read(messages, stream));
            default -> {
              return false;
            }
          }
          return true;
        });
    return new Series(labels, MetricType.UNKNOWN, samples, histograms, exemplars[0]);
  }

  private void label(CodedInputStream in, List<String> labels) throws IOException {
    String[] pair = {"", ""};
    messages.nested(
        in,
        (field, stream) -> {
          if (field != 1 && field != 2) {
            return false;
          }
          pair[field - 1] = stream.readStringRequireUtf8();
          return true;
        });
    labels.add(pair[0]);
    labels.add(pair[1]);
  }

  private void metadata(CodedInputStream in) throws IOException {
    int[] type = {0};
    String[] family = {""};
    messages.nested(
        in,
        (field, stream) -> {
          switch (field) {
            case 1 -> type[0] = stream.readEnum();
            case 2 -> family[0] = stream.readStringRequireUtf8();
            default -> {
              return false;
            }
          }
          return true;
        });
    types.put(family[0], WriteRequest.type(type[0]));
  }
}
