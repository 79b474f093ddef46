package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.capacity.CapacityPlanner;
import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cuts the planner's week of loads into pieces, so that a minute writes one of them only. */
final class LoadChunks {

  private static final int PIECE = 128;

  /** What the planner keeps: a week and a little more, in minutes. */
  private static final int LENGTH = CapacityPlanner.historyLength(1440);

  private LoadChunks() {}

  static Stream<String> names() {
    return IntStream.range(0, (LENGTH + PIECE - 1) / PIECE).mapToObj(i -> "loads/" + i);
  }

  /** Saves the pieces that steps from {@code from} on are in. */
  static void save(CapacityPlanner planner, long from, StateSink sink, int version) {
    float[] loads = planner.loads();
    BitSet touched = new BitSet();
    for (long step = Math.max(from, planner.steps() - LENGTH); step < planner.steps(); step++) {
      touched.set((int) (step % LENGTH) / PIECE);
    }
    touched.stream().forEach(piece -> put(loads, piece, sink, version));
  }

  private static void put(float[] loads, int piece, StateSink sink, int version) {
    int from = piece * PIECE;
    StateWriter out = new StateWriter(version);
    out.putFloats(Arrays.copyOfRange(loads, from, Math.min(LENGTH, from + PIECE)));
    sink.put("loads/" + piece, out.bytes());
  }

  static float[] load(StateSource source, int version) {
    float[] loads = new float[LENGTH];
    for (int from = 0; from < LENGTH; from += PIECE) {
      byte[] bytes = source.get("loads/" + from / PIECE);
      if (bytes != null && StateReader.reads(bytes, version)) {
        float[] piece = new float[Math.min(PIECE, LENGTH - from)];
        new StateReader(bytes, version).getFloats(piece);
        System.arraycopy(piece, 0, loads, from, piece.length);
      }
    }
    return loads;
  }
}
