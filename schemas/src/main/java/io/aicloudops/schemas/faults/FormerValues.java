package io.aicloudops.schemas.faults;

import io.aicloudops.schemas.event.Change;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a change record says of the values before and after it, as facts of a cause: {@code
 * former:PATH} and {@code latter:PATH}. A path with one of them only was removed or added by the
 * change. They are all there or none: half a change taken back is another change.
 */
public final class FormerValues {

  /** Prefix of facts with the value before the change. */
  public static final String FORMER = "former:";

  /** Prefix of facts with the value after the change. */
  public static final String LATTER = "latter:";

  /** The fact that names the entity whose change it was. */
  public static final String CHANGED = "changedEntity";

  /** More than these in one change are no setting that somebody mistyped. */
  private static final int MOST = 20;

  /** The end of what change records cut, or of what they mask. */
  private static final String CUT = "…";

  private FormerValues() {}

  /** The facts of a change; empty if the record does not have all of it. */
  public static SortedMap<String, String> of(Change change) {
    SortedMap<String, String> facts = new TreeMap<>();
    change.getBefore().forEach((path, value) -> facts.put(FORMER + path, value));
    change.getAfter().forEach((path, value) -> facts.put(LATTER + path, value));
    boolean whole =
        facts.size() <= 2 * MOST
            && facts.entrySet().stream()
                .noneMatch(f -> f.getKey().endsWith(CUT) || f.getValue().endsWith(CUT));
    if (!whole || facts.isEmpty()) {
      return new TreeMap<>();
    }
    facts.put(CHANGED, change.getEntity());
    return facts;
  }

  /** Those among the facts of a cause or the parameters of an action; empty if there are none. */
  public static SortedMap<String, String> in(Map<String, String> facts) {
    SortedMap<String, String> values = new TreeMap<>();
    facts.forEach(
        (name, value) -> {
          if (Stream.of(FORMER, LATTER).anyMatch(name::startsWith)) {
            values.put(name, value);
          }
        });
    return values;
  }
}
