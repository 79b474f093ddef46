package io.aicloudops.connect.remotewrite;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads one message {@code Histogram}, which is the same in both versions of the protocol: spans of
 * buckets, then their counts, either each as its difference to the one before, or as they are.
 */
final class HistogramReader {

  /** The one wire type of which a repeated field may also be packed into a block of bytes. */
  private static final int BLOCK = 2;

  private static final int GAUGE = 3;
  private static final int COARSEST = -4;
  private static final int FINEST = 8;

  private final Messages messages;
  private final List<int[]> positiveSpans = new ArrayList<>();
  private final List<int[]> negativeSpans = new ArrayList<>();
  private final List<Long> positiveDeltas = new ArrayList<>();
  private final List<Long> negativeDeltas = new ArrayList<>();
  private final List<Double> positiveCounts = new ArrayList<>();
  private final List<Double> negativeCounts = new ArrayList<>();
  private final List<Double> bounds = new ArrayList<>();
  private double count;
  private double sum;
  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private boolean gauge;
  private long time;

  private interface Value<V> {
    V read() throws IOException;
  }

  private HistogramReader(Messages messages) {
    this.messages = messages;
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is none; the message says why
   */
  static NativeHistogram read(Messages messages, CodedInputStream in) throws IOException {
    HistogramReader reader = new HistogramReader(messages);
    messages.nested(in, reader::field);
    return reader.histogram();
  }

  private boolean field(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case 1 -> count = in.readUInt64();
      case 2 -> count = in.readDouble();
      case 3 -> sum = in.readDouble();
      case 4 -> schema = in.readSInt32();
      case 5 -> zeroThreshold = in.readDouble();
      case 6 -> zeroCount = in.readUInt64();
      case 7 -> zeroCount = in.readDouble();
      case 8 -> negativeSpans.add(span(in));
      case 9 -> repeated(in, negativeDeltas, in::readSInt64);
      case 10 -> repeated(in, negativeCounts, in::readDouble);
      case 11 -> positiveSpans.add(span(in));
      case 12 -> repeated(in, positiveDeltas, in::readSInt64);
      case 13 -> repeated(in, positiveCounts, in::readDouble);
      case 14 -> gauge = in.readEnum() == GAUGE;
      case 15 -> time = in.readInt64();
      case 16 -> repeated(in, bounds, in::readDouble);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Offset from the end of the span before, and length. */
  private int[] span(CodedInputStream in) throws IOException {
    int[] span = new int[2];
    messages.nested(
        in,
        (field, stream) -> {
          switch (field) {
            case 1 -> span[0] = stream.readSInt32();
            case 2 -> span[1] = stream.readUInt32();
            default -> {
              return false;
            }
          }
          return true;
        });
    return span;
  }

  private <V> void repeated(CodedInputStream in, List<V> into, Value<V> value) throws IOException {
    if ((in.getLastTag() & 7) != BLOCK) {
      messages.count();
      into.add(value.read());
      return;
    }
    int limit = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      messages.count();
      into.add(value.read());
    }
    in.popLimit(limit);
  }

  private NativeHistogram histogram() throws IOException {
    boolean custom = schema == NativeHistogram.CUSTOM;
    if (!custom && (schema < COARSEST || schema > FINEST)) {
      throw new IOException("a histogram has schema " + schema + ", which is not known");
    }
    for (int k = 1; k < bounds.size(); k++) {
      if (!(bounds.get(k) > bounds.get(k - 1))) {
        throw new IOException("the bounds of a histogram do not ascend");
      }
    }
    return new NativeHistogram(
        count,
        sum,
        schema,
        gauge,
        zeroThreshold,
        zeroCount,
        buckets(positiveSpans, positiveDeltas, positiveCounts),
        buckets(negativeSpans, negativeDeltas, negativeCounts),
        List.copyOf(bounds),
        time);
  }

  private static NavigableMap<Integer, Double> buckets(
      List<int[]> spans, List<Long> deltas, List<Double> counts) throws IOException {
    NavigableMap<Integer, Double> buckets = new TreeMap<>();
    int known = deltas.isEmpty() ? counts.size() : deltas.size();
    int next = 0;
    int index = 0;
    long whole = 0;
    for (int[] span : spans) {
      index += span[0];
      // The length is what the sender says; the counts are what there is.
      if (span[1] < 0 || span[1] > known - next) {
        throw new IOException("the spans of a histogram have more buckets than counts");
      }
      for (int k = 0; k < span[1]; k++, next++, index++) {
        if (deltas.isEmpty()) {
          buckets.put(index, counts.get(next));
        } else {
          whole += deltas.get(next);
          buckets.put(index, (double) whole);
        }
      }
    }
    if (next < known) {
      throw new IOException("a histogram has counts beyond its spans");
    }
    return buckets;
  }
}
