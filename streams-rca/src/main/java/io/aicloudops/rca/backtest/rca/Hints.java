package io.aicloudops.rca.backtest.rca;

import io.aicloudops.rca.backtest.kubectl.Snapshot;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What attempts to connect and the last lines of logs say of services. Snapshots have them and the
 * evidence of a live incident does not, so that they decide only where nothing else does.
 */
final class Hints {

  private static final double UNREACHABLE = 0.52;
  private static final double FROM_SOME_NODES = 0.4;
  private static final double FROM_THIS_NODE = 0.45;
  private static final double LOG = 0.1;
  private static final double BLAMED = 0.2;

  private static final Pattern UNREACHED = Pattern.compile("deployed on (\\S+): Connection Failed");
  private static final Pattern OTHERS =
      Pattern.compile(
          "(?i)(?:lookup|resolve|resolution failed for|unknown host|UnknownHostException:?"
              + "|connect to|dial tcp:? )\\s*\"?([a-z][\\w-]+)");
  private static final Pattern OWN =
      Pattern.compile(
          "(?i)access denied|authentication fail|unknownhost|communications link failure"
              + "|connection refused|bind.*in use|Port .* in use|no such host");

  private final SortedMap<String, Double> scores = new TreeMap<>();

  private Hints() {}

  /** How much each service or node is hinted at, in [0,1]. */
  static SortedMap<String, Double> of(Snapshot snapshot) {
    Hints hints = new Hints();
    snapshot.probes().forEach(hints::probe);
    hints.logs(snapshot);
    return hints.scores;
  }

  private void hint(String name, double score) {
    scores.merge(name, score, Math::max);
  }

  private void probe(Snapshot.Probe probe) {
    if (probe.service().isEmpty()) {
      return;
    }
    String result = probe.result().toLowerCase(Locale.ROOT);
    if (!result.contains("open") && !result.contains("succe")) {
      hint(probe.service(), UNREACHABLE);
    } else if (result.contains("failed")) {
      hint(probe.service(), FROM_SOME_NODES);
      Matcher node = UNREACHED.matcher(probe.result());
      while (node.find()) {
        hint(node.group(1), FROM_THIS_NODE);
      }
    }
  }

  private void logs(Snapshot snapshot) {
    Set<String> known = snapshot.known();
    snapshot.table("get deployments").forEach(row -> known.add(row[0]));
    snapshot.table("get statefulsets").forEach(row -> known.add(row[0]));
    Map<String, Integer> blamed = new TreeMap<>();
    snapshot
        .errors()
        .forEach(
            (writer, lines) -> {
              int dot = writer.indexOf('.');
              String service = dot < 0 ? writer : writer.substring(0, dot);
              long own = lines.stream().filter(line -> OWN.matcher(line).find()).count();
              if (own > 0) {
                hint(service, LOG * (1 + 0.2 * StrictMath.log1p((double) own)));
              }
              for (String line : lines) {
                Matcher other = OTHERS.matcher(line);
                while (other.find()) {
                  if (known.contains(other.group(1)) && !other.group(1).equals(service)) {
                    blamed.merge(other.group(1), 1, Integer::sum);
                  }
                }
              }
            });
    blamed.forEach((service, times) -> hint(service, BLAMED + 0.03 * StrictMath.log1p(times)));
  }
}
