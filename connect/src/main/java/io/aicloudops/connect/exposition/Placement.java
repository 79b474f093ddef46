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
    return new Placement(subject, text(subject, name, labels));
  }

  /** Another series of the same subject: its canonical text without what the subject says. */
  public String beside(String name, Map<String, String> labels) {
    return text(subject, name, labels);
  }

  private static String text(Subject subject, String name, Map<String, String> labels) {
    SortedMap<String, String> rest = new TreeMap<>(labels);
    rest.keySet().removeAll(subject.said());
    rest.values().removeIf(String::isEmpty);
    return SeriesName.text(name, rest);
  }
}
