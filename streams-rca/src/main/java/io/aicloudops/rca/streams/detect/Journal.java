package io.aicloudops.rca.streams.detect;

import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that one workload's state has taken since it was last written whole: batches and the
 * passing of time. State is a pure fold, so that taking them again gives the same state; a step is
 * some eight bytes a sample, the whole state a hundred times as much.
 *
 * <p>A layout is written with the first step that has it and named by its number in later ones.
 */
final class Journal {

  private static final int ADVANCE = 0;
  private static final int KNOWN_LAYOUT = 1;
  private static final int NEW_LAYOUT = 2;

  private static final EntityDetection.Output NOWHERE =
      new EntityDetection.Output() {
        @Override
        public void signals(SignalBatch batch) {
          // It was published when the step was taken first.
        }

        @Override
        public void anomaly(Anomaly anomaly) {
          // As above.
        }
      };

  private final List<Layout> layouts = new ArrayList<>(1);

  /** Forgets the steps: the state has been written whole. */
  void clear() {
    layouts.clear();
  }

  /** Writes a batch. */
  void batch(MetricBatch batch, Packer out) {
    int known = 0;
    while (known < layouts.size() && !layouts.get(known).fits(batch)) {
      known++;
    }
    if (known < layouts.size()) {
      out.b(KNOWN_LAYOUT);
      out.n(known);
    } else {
      out.b(NEW_LAYOUT);
      Layout layout = Layout.of(batch);
      layouts.add(layout);
      write(layout, out);
    }
    out.l(batch.getTime().toEpochMilli());
    Doubles values = Doubles.of(batch.getValues());
    for (int k = 0; k < values.size(); k++) {
      out.d(values.at(k));
    }
  }

  /** Writes that time has passed. */
  void advance(long time, Packer out) {
    out.b(ADVANCE);
    out.l(time);
  }

  /** Lets the state take a step that was written; what comes of it was told long ago. */
  void replay(String entity, Unpacker in, EntityDetection state) {
    int kind = in.b();
    if (kind == ADVANCE) {
      state.advance(in.l(), NOWHERE);
      return;
    }
    if (kind == NEW_LAYOUT) {
      layouts.add(read(in));
    }
    Layout layout = layouts.get(kind == NEW_LAYOUT ? layouts.size() - 1 : in.n());
    Instant time = Instant.ofEpochMilli(in.l());
    double[] values = new double[layout.series().size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = in.d();
    }
    state.offer(
        new MetricBatch(
            entity,
            layout.member(),
            time,
            layout.source(),
            layout.series(),
            layout.types(),
            new Doubles(values)),
        NOWHERE);
  }

  private static void write(Layout layout, Packer out) {
    out.text(layout.member());
    out.text(layout.source());
    out.n(layout.series().size());
    layout.series().forEach(out::text);
    layout.types().forEach(type -> out.text(type.name()));
  }

  private static Layout read(Unpacker in) {
    String member = in.text();
    String source = in.text();
    int n = in.n();
    List<String> series = new ArrayList<>(n);
    for (int k = 0; k < n; k++) {
      series.add(in.text());
    }
    List<MetricType> types = new ArrayList<>(n);
    for (int k = 0; k < n; k++) {
      types.add(MetricType.valueOf(in.text()));
    }
    return new Layout(member, source, Texts.of(series), types);
  }
}
