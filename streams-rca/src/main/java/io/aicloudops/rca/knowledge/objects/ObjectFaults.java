package io.aicloudops.rca.knowledge.objects;

import java.util.ArrayList;
import java.util.List;

/** All that a snapshot of a cluster's objects shows to be wrong. */
public final class ObjectFaults {

  private ObjectFaults() {}

  /** The findings, in no particular order. */
  public static List<Finding> of(Snapshot snapshot) {
    Health health = new Health(snapshot);
    List<Finding> findings = new ArrayList<>(health.findings());
    findings.addAll(new History(snapshot, health).findings());
    findings.addAll(new Wiring(snapshot, health).findings());
    findings.addAll(new Reachability(snapshot, health).findings());
    return findings;
  }
}
