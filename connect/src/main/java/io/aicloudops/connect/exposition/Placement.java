package io.aicloudops.connect.exposition;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.schemas.identity.SeriesName;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A series and where it belongs.
 *
 * @param series canonical text without what the subject says
 */
public record Placement(Subject subject, String series) {

  /** Finds the subject and leaves out the labels that it says. */
  public static Placement of(Subjects subjects, String name, Map<String, String> labels) {
    Subject subject = subjects.ofSeries(name, labels);
    SortedMap<String, String> rest = new TreeMap<>(labels);
    rest.keySet().removeAll(subject.said());
    rest.values().removeIf(String::isEmpty);
    return new Placement(subject, SeriesName.text(name, rest));
  }
}
