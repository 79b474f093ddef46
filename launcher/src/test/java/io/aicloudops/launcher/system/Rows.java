package io.aicloudops.launcher.system;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of the catalogue that end in an action, each in a namespace of its own. */
final class Rows {

  private Rows() {}

  static List<Row> of(RowWorld world) {
    List<Row> rows = new ArrayList<>(new WorkloadRows(world).rows);
    rows.addAll(new CauseRows(world).rows);
    rows.addAll(new ObjectRows(world).rows);
    return rows;
  }

  static String[] namespaces() {
    return Arrays.stream(FaultKind.values()).map(FaultKind::id).toArray(String[]::new);
  }
}
