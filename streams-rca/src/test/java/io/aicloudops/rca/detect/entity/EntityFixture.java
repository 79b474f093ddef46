package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.SignalBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The detection of one workload, what it tells, and what it is fed. */
class EntityFixture {

  static final long START = 1_700_000_000_000L;

  final List<Anomaly> anomalies = new ArrayList<>();
  final List<SignalBatch> signals = new ArrayList<>();
  final EntityDetection.Output out =
      new EntityDetection.Output() {
        @Override
        public void signals(SignalBatch batch) {
          signals.add(batch);
        }

        @Override
        public void anomaly(Anomaly anomaly) {
          anomalies.add(anomaly);
        }
      };
  final EntityDetection detection =
      new EntityDetection(
          FakeShop.ENTITY, new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0));

  void run(FakeShop shop, int seconds, IntConsumer atSecond) {
    for (int second = 0; second < seconds; second++) {
      atSecond.accept(second);
      for (var batch : shop.tick(START + 1000L * second, 1)) {
        detection.offer(batch, out);
      }
    }
  }

  List<String> opened() {
    return anomalies.stream()
        .map(
            a ->
                a.getStatus()
                    + " "
                    + a.getSignal()
                    + " "
                    + a.getKind()
                    + " since "
                    + (a.getSince().toEpochMilli() - START) / 1000
                    + " at "
                    + (a.getTime().toEpochMilli() - START) / 1000
                    + " value "
                    + a.getValue()
                    + " expected "
                    + a.getExpected()
                    + " score "
                    + a.getScore())
        .toList();
  }
}
