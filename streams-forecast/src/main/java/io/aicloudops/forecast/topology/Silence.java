package io.aicloudops.forecast.topology;

import io.aicloudops.forecast.workload.Workload;
import io.aicloudops.runtime.time.Frontier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which workloads nothing is heard of any more, and since when by their own clocks.
 *
 * <p>Senders' clocks differ by minutes, and nobody is silent because another's clock is ahead. So a
 * silence is not the distance from the last batch's time to the newest one's. It is how far time
 * went on since that batch came. A long step is a wrong clock or a break for all, neither of which
 * says anything of one workload, and counts as half of what a forecast is waited for.
 */
final class Silence {

  private static final long LOOK_EVERY_MS = 15_000;
  private static final long LONG_MS = Duration.ofHours(24).toMillis();

  /**
   * A workload somebody should look at.
   *
   * @param now event time by its own clock
   */
  record Due(String entity, long now) {}

  /** When a workload's last batch was made, when it came, and until when the next may take. */
  private record Last(long made, long came, long due, boolean deployed) {}

  private final Frontier frontier = new Frontier();
  private final Map<String, Last> byEntity = new TreeMap<>();
  private final long longestStep;
  private long passed;
  private long looked;

  /**
   * @param patience after which a forecast is missed
   */
  Silence(Duration patience) {
    longestStep = Math.max(1, patience.toMillis() / 2);
  }

  /** Event time, as far as more than one workload says so; 0 while nothing is certain. */
  long now() {
    return frontier.now();
  }

  /**
   * Something came in.
   *
   * @return true if it is time to look who is due
   */
  boolean goesOn(String entity, long time) {
    long before = frontier.now();
    if (!frontier.heard(entity, time)) {
      return false;
    }
    passed += before == 0 ? 0 : Math.min(frontier.now() - before, longestStep);
    if (frontier.now() - looked < LOOK_EVERY_MS) {
      return false;
    }
    looked = frontier.now();
    return true;
  }

  /**
   * Takes note of a workload as it is now. One that was read from the store counts as heard now:
   * what passed meanwhile, nobody knows.
   *
   * @param due by its own clock, when it is to be looked at; {@code Long.MAX_VALUE} if never
   */
  void note(Workload workload, long due) {
    long made = workload.lastAt();
    Last last = byEntity.get(workload.entity());
    long came = last == null || last.made != made ? passed : last.came;
    byEntity.put(workload.entity(), new Last(made, came, due, workload.deployed()));
  }

  void forget(String entity) {
    byEntity.remove(entity);
  }

  /** Those that are due, by name. */
  List<Due> due() {
    List<Due> out = new ArrayList<>();
    byEntity.forEach(
        (entity, last) -> {
          if (last.made != Workload.NEVER && last.due != Long.MAX_VALUE) {
            long own = last.made + passed - last.came;
            if (own > last.due) {
              out.add(new Due(entity, own));
            }
          }
        });
    return out;
  }

  /**
   * Those that are silent and whose last batch is a day old, by name.
   *
   * @param deployed whether of those that the topology knows, or of the others
   */
  List<String> forADay(boolean deployed) {
    List<String> out = new ArrayList<>();
    byEntity.forEach(
        (entity, last) -> {
          boolean old = last.made != Workload.NEVER && frontier.now() - last.made >= LONG_MS;
          // Who goes on with a clock of yesterday is not silent.
          boolean silent = passed - last.came > longestStep;
          if (old && silent && last.deployed == deployed) {
            out.add(entity);
          }
        });
    return out;
  }
}
