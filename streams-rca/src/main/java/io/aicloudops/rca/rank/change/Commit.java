package io.aicloudops.rca.rank.change;

import java.util.List;

/**
 * Something put into operation: a deploy of a commit, or a setting or flag that was turned.
 *
 * @param id the commit's, or the change's own
 * @param service that got it
 * @param time epoch seconds
 * @param code true for a deploy of code, false for a flag or a setting
 * @param message of the commit, or what was turned
 * @param files that it touched
 * @param diff as text; empty if not known
 */
public record Commit(
    String id,
    String service,
    double time,
    boolean code,
    String message,
    List<String> files,
    String diff) {

  public Commit {
    files = List.copyOf(files);
  }
}
