package io.aicloudops.connect.scrape;

import java.util.List;

/** Knows targets; asked again and again, so the answer is the present one and is quick. */
@FunctionalInterface
public interface TargetSource {

  /** The targets now. */
  List<Target> targets();
}
