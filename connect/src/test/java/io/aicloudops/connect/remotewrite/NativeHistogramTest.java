package io.aicloudops.connect.remotewrite;

import static io.aicloudops.connect.remotewrite.Writes.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.CodedInputStream;
import io.aicloudops.connect.remotewrite.NativeHistogram.Bucket;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class NativeHistogramTest {

  private static final long T = 1_700_000_000_000L;

  /** Reads what a request would have in its histogram field. */
  private static NativeHistogram read(Writes.Body body) throws IOException {
    byte[] bytes = message(out -> out.writeByteArrayNoTag(message(body)));
    return HistogramReader.read(new Messages(), CodedInputStream.newInstance(bytes));
  }

  private static byte[] span(int offset, int length) {
    return message(
        out -> {
          out.writeSInt32(1, offset);
          out.writeUInt32(2, length);
        });
  }

  private static byte[] deltas(long... values) {
    return message(
        out -> {
          for (long value : values) {
            out.writeSInt64NoTag(value);
          }
        });
  }

  private static byte[] doubles(double... values) {
    return message(
        out -> {
          for (double value : values) {
            out.writeDoubleNoTag(value);
          }
        });
  }

  @Test
  void readsWholeNumbersAsTheirDifferences() throws IOException {
    NativeHistogram histogram =
        read(
            out -> {
              out.writeUInt64(1, 21);
              out.writeDouble(3, 40.5);
              out.writeSInt32(4, 0);
              out.writeDouble(5, 0.001);
              out.writeUInt64(6, 2);
              out.writeByteArray(11, span(-1, 2));
              out.writeByteArray(11, span(2, 1));
              out.writeByteArray(12, deltas(5, 3, -2));
              out.writeInt64(15, T);
            });

    assertThat(histogram.count()).isEqualTo(21);
    assertThat(histogram.time()).isEqualTo(T);
    // Schema 0: bounds are powers of two. Buckets −1 and 0, a gap of two, bucket 3.
    assertThat(histogram.buckets())
        .containsExactly(
            new Bucket(0, 0.001, 2),
            new Bucket(0.25, 0.5, 5),
            new Bucket(0.5, 1, 8),
            new Bucket(4, 8, 6));
  }

  @Test
  void readsFractionsAndNegativesAndUnpackedNumbers() throws IOException {
    NativeHistogram histogram =
        read(
            out -> {
              out.writeDouble(2, 4.5);
              out.writeDouble(5, 0.5);
              out.writeDouble(7, 1);
              out.writeByteArray(8, span(1, 2));
              out.writeDouble(10, 0.5);
              out.writeDouble(10, 1);
              out.writeByteArray(11, span(1, 1));
              out.writeByteArray(13, doubles(2));
            });

    assertThat(histogram.buckets())
        .containsExactly(
            new Bucket(-4, -2, 1),
            new Bucket(-2, -1, 0.5),
            new Bucket(-0.5, 0.5, 1),
            new Bucket(1, 2, 2));
  }

  @Test
  void bucketsFinerThanAQuarterOfADoublingAreMerged() throws IOException {
    NativeHistogram histogram =
        read(
            out -> {
              out.writeSInt32(4, 4);
              out.writeByteArray(11, span(1, 16));
              out.writeByteArray(12, deltas(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
            });

    List<Bucket> buckets = histogram.buckets();
    assertThat(buckets).hasSize(4).allMatch(bucket -> bucket.count() == 4);
    assertThat(buckets.get(0).from()).isEqualTo(1);
    assertThat(buckets.get(1).from()).isCloseTo(Math.pow(2, 0.25), within(1e-12));
    assertThat(buckets.get(3).to()).isEqualTo(2);
  }

  @RepeatedTest(10)
  void noObservationIsLostAndEachIsWhereItBelongs() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int schema = random.nextInt(13) - 4;
    int[] counts = new int[160];
    double[] values = random.doubles(500, 1, 6).map(Math::exp).toArray();
    double base = Math.pow(2, Math.pow(2, -schema));
    int first = (int) Math.ceil(Math.log(values[0]) / Math.log(base)) - 80;
    int kept = 0;
    for (double value : values) {
      int at = (int) Math.ceil(Math.log(value) / Math.log(base)) - first;
      if (at >= 0 && at < counts.length) {
        counts[at]++;
        kept++;
      }
    }
    long[] deltas = new long[counts.length];
    for (int k = 0; k < counts.length; k++) {
      deltas[k] = (long) counts[k] - (k > 0 ? counts[k - 1] : 0);
    }

    List<Bucket> buckets =
        read(out -> {
              out.writeSInt32(4, schema);
              out.writeByteArray(11, span(first, counts.length));
              out.writeByteArray(12, deltas(deltas));
            })
            .buckets();

    assertThat(buckets.stream().mapToDouble(Bucket::count).sum())
        .as("seed %d", seed)
        .isEqualTo(kept);
    for (int k = 1; k < buckets.size(); k++) {
      assertThat(buckets.get(k).from())
          .as("seed %d", seed)
          .isCloseTo(buckets.get(k - 1).to(), within(1e-9 * buckets.get(k).to()));
    }
  }

  @Test
  void readsGivenBounds() throws IOException {
    NativeHistogram histogram =
        read(
            out -> {
              out.writeSInt32(4, -53);
              out.writeByteArray(11, span(0, 3));
              out.writeByteArray(12, deltas(7, -3, 1));
              out.writeByteArray(16, doubles(0.1, 2.5));
            });

    // The third has no upper bound: it is in the total only.
    assertThat(histogram.buckets()).containsExactly(new Bucket(0, 0.1, 7), new Bucket(0.1, 2.5, 4));
  }

  @Test
  void refusesWhatCannotBe() {
    assertBad(out -> out.writeSInt32(4, 9), "schema 9");
    assertBad(out -> out.writeByteArray(11, span(0, Integer.MAX_VALUE)), "more buckets");
    assertBad(out -> out.writeByteArray(12, deltas(1)), "beyond its spans");
    assertBad(
        out -> {
          out.writeSInt32(4, -53);
          out.writeByteArray(16, doubles(2, 1));
        },
        "ascend");
  }

  private static void assertBad(Writes.Body body, String why) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class).hasMessageContaining(why);
  }
}
