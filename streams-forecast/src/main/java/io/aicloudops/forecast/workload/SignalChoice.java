package io.aicloudops.forecast.workload;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Which of a workload's signals tell its load, its utilisation, its latency and its resources, by
 * their roles and by the naming conventions of Prometheus and OpenTelemetry. Only signals of the
 * whole workload count, not those of one label, except for what fills up.
 */
final class SignalChoice {

  private static final int NOT_SUITED = Integer.MIN_VALUE;

  /** One that fills up is not the fullest until late; with so many fuller ones it is missed. */
  private static final int MOST_OF_A_KIND = 4;

  private SignalChoice() {}

  /** The index of the signal that tells how much is asked of the workload; -1 if there is none. */
  static int load(SignalBatch batch) {
    return best(
        batch,
        SignalRole.TRAFFIC,
        name -> {
          if (!name.endsWith(":rate")) {
            return NOT_SUITED;
          }
          return points(name, "server", 4)
              + points(name, "request", 2)
              + points(name, "http", 1)
              + points(name, "total", 1)
              - points(name, "client", 8);
        });
  }

  /** The index of the CPU use over its limit; -1 if there is none. */
  static int cpuShare(SignalBatch batch) {
    return best(batch, SignalRole.SATURATION, name -> about(name, "cpu", ":saturation"));
  }

  /** The index of the CPU cores in use, a mean over the instances; -1 if there is none. */
  static int cpuCores(SignalBatch batch) {
    return best(batch, SignalRole.RESOURCE, name -> about(name, "cpu", ":rate"));
  }

  /** The index of memory in use, over its limit where that is known; -1 if there is none. */
  static int memory(SignalBatch batch) {
    int share = best(batch, SignalRole.SATURATION, name -> about(name, "memory", ":saturation"));
    return share >= 0
        ? share
        : best(batch, SignalRole.RESOURCE, name -> about(name, "memory", ":value"));
  }

  /** The indices of the fullest disks, as shares of their size, fullest first. */
  static List<Integer> disks(SignalBatch batch) {
    return fullest(batch, SignalChoice::onDisk);
  }

  /** The indices of the fullest pools of connections, as shares in use, fullest first. */
  static List<Integer> pools(SignalBatch batch) {
    return fullest(batch, SignalChoice::pooled);
  }

  /** Each disk and each pool fills up by itself, so that those of one label count as well. */
  private static List<Integer> fullest(SignalBatch batch, Predicate<String> kind) {
    List<Integer> suited = new ArrayList<>();
    for (int i = 0; i < batch.getSignals().size(); i++) {
      if (batch.getRoles().get(i) == SignalRole.SATURATION
          && Double.isFinite(batch.getValues().get(i))) {
        String name = batch.getSignals().get(i).toLowerCase(Locale.ROOT);
        if (share(name) && kind.test(name)) {
          suited.add(i);
        }
      }
    }
    suited.sort(Comparator.comparingDouble(i -> -batch.getValues().get(i)));
    return suited.subList(0, Math.min(MOST_OF_A_KIND, suited.size()));
  }

  private static boolean share(String name) {
    return name.endsWith(":saturation") || name.contains(":saturation{");
  }

  /** The index of how many requests wait to be served; -1 if there is none. */
  static int queue(SignalBatch batch) {
    return best(
        batch,
        SignalRole.SATURATION,
        name ->
            name.endsWith(":value") && (name.contains("queue") || name.contains("backlog"))
                ? points(name, "request", 2) - points(name, "client", 8)
                : NOT_SUITED);
  }

  /** Whether a signal is the share in use of something that fills up. */
  static boolean fills(String signal) {
    String name = signal.toLowerCase(Locale.ROOT);
    return share(name) && (name.contains("memory") || onDisk(name) || pooled(name));
  }

  private static boolean pooled(String name) {
    return name.contains("pool") || name.contains("connection");
  }

  private static boolean onDisk(String name) {
    // How busy a disk is says nothing about the room on it.
    boolean room = !name.startsWith("node_disk_io") && name.contains("disk");
    return room || name.contains("filesystem") || name.contains("volume");
  }

  /** The index of memory in bytes, a mean over the instances; -1 if there is none. */
  static int memoryBytes(SignalBatch batch) {
    return best(batch, SignalRole.RESOURCE, name -> about(name, "memory", ":value"));
  }

  /** The index of a high quantile of the time to answer, in seconds; -1 if there is none. */
  static int latency(SignalBatch batch) {
    return best(
        batch,
        SignalRole.LATENCY,
        name -> {
          if (!name.endsWith(":p95") || !name.contains("seconds")) {
            return NOT_SUITED;
          }
          return points(name, "server", 4) + points(name, "request", 2) - points(name, "client", 8);
        });
  }

  private static int about(String name, String word, String suffix) {
    return name.contains(word) && name.endsWith(suffix) ? points(name, "resident", 1) : NOT_SUITED;
  }

  private static int points(String name, String word, int points) {
    return name.contains(word) ? points : 0;
  }

  private static int best(SignalBatch batch, SignalRole role, ToIntFunction<String> score) {
    List<String> names = batch.getSignals();
    int best = -1;
    int bestScore = NOT_SUITED;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (batch.getRoles().get(i) != role || name.indexOf('{') >= 0) {
        continue;
      }
      int points = score.applyAsInt(name.toLowerCase(Locale.ROOT));
      boolean better =
          points > bestScore || (points == bestScore && best >= 0 && before(name, names.get(best)));
      if (points != NOT_SUITED && better) {
        best = i;
        bestScore = points;
      }
    }
    return best;
  }

  private static boolean before(String a, String b) {
    return a.compareTo(b) < 0;
  }
}
