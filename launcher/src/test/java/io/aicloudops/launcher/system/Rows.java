package io.aicloudops.launcher.system;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The rows of the catalogue, each in a namespace of its own. */
final class Rows {

  /** Where a job is run once more. */
  static final String RETRIED = "retried";

  private Rows() {}

  static List<Row> of(RowWorld world) {
    // Draining comes first: it needs nodes that carry nothing of the other rows.
    List<Row> rows = new ArrayList<>(new NodeRows(world).rows);
    rows.addAll(new WorkloadRows(world).rows);
    rows.addAll(new CauseRows(world).rows);
    rows.addAll(new ObjectRows(world).rows);
    rows.addAll(new ToldRows(world).rows);
    return rows;
  }

  static String[] namespaces() {
    return Stream.concat(Stream.of(RETRIED), Arrays.stream(FaultKind.values()).map(FaultKind::id))
        .toArray(String[]::new);
  }
}
