package io.aicloudops.connect;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/**
 * The samples of a remote-write request, read by protobuf's own decoder from the published message,
 * so that our reader is not judged by itself.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
final class SentSamples {

  private static final String NAME = "__name__";

  private SentSamples() {}

  /**
   * One sample.
   *
   * @param time in milliseconds since the epoch
   * @param bits of its value: NaN is not equal to itself, and stale markers are one NaN of many
   */
  record Sample(String metric, long time, long bits) {}

  static List<Sample> of(byte[] body) throws IOException {
    List<Sample> samples = new ArrayList<>();
    DynamicMessage request = DynamicMessage.parseFrom(request(), Snappy.uncompress(body));
    for (Message series : messages(request, "timeseries")) {
      String metric = "";
      for (Message label : messages(series, "labels")) {
        if (field(label, "name").equals(NAME)) {
          metric = field(label, "value").toString();
        }
      }
      for (Message sample : messages(series, "samples")) {
        samples.add(
            new Sample(
                metric,
                (long) field(sample, "timestamp"),
                Double.doubleToRawLongBits((double) field(sample, "value"))));
      }
    }
    return samples;
  }

  @SuppressWarnings("unchecked") // a repeated field is a list of its messages
  private static List<Message> messages(Message of, String name) {
    return (List<Message>) field(of, name);
  }

  private static Object field(Message of, String name) {
    return of.getField(of.getDescriptorForType().findFieldByName(name));
  }

  private static Descriptor request() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setSyntax("proto3")
            .addMessageType(
                message(
                    "Label",
                    one("name", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    one("value", 2, FieldDescriptorProto.Type.TYPE_STRING)))
            .addMessageType(
                message(
                    "Sample",
                    one("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
                    one("timestamp", 2, FieldDescriptorProto.Type.TYPE_INT64)))
            .addMessageType(
                message("TimeSeries", many("labels", 1, "Label"), many("samples", 2, "Sample")))
            .addMessageType(message("WriteRequest", many("timeseries", 1, "TimeSeries")))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0])
          .findMessageTypeByName("WriteRequest");
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static DescriptorProto message(String name, FieldDescriptorProto... fields) {
    return DescriptorProto.newBuilder().setName(name).addAllField(List.of(fields)).build();
  }

  private static FieldDescriptorProto one(String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .build();
  }

  private static FieldDescriptorProto many(String name, int number, String message) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(message)
        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
        .build();
  }
}
