package io.aicloudops.rca.backtest.kubectl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was known of a namespace at one moment.
 *
 * @param namespace which
 * @param texts output of kubectl by its arguments, e.g. {@code get pods -n shop}
 * @param events of the objects
 * @param probes what connecting to services gave, and the state of units on nodes
 * @param alerts that were firing
 * @param errors the last lines of trouble by service
 * @param nodes names in the topology
 * @param serviceOf the service a pod or database belongs to
 */
public record Snapshot(
    String namespace,
    Map<String, String> texts,
    List<Event> events,
    List<Probe> probes,
    List<Alert> alerts,
    Map<String, List<String>> errors,
    Set<String> nodes,
    Map<String, String> serviceOf) {

  /** A Kubernetes event; the object is {@code kind/name}. */
  public record Event(boolean warning, String reason, String object, String message, double ageS) {}

  /** An attempt to connect to a service, or a unit of a node; the other is empty. */
  public record Probe(String service, String node, String unit, String result) {}

  /**
   * An alert.
   *
   * @param service that it is about
   * @param method of failing requests at an entry; empty if it is about something else
   * @param error as said
   * @param count how often
   * @param evidence what was unusual
   */
  public record Alert(
      String service, String method, String error, int count, List<String> evidence) {}

  private static final Pattern SUFFIX = Pattern.compile("-[0-9a-f]{6,10}(-[a-z0-9]{5})?$|-\\d+$");
  private static final Pattern DESCRIBED = Pattern.compile("describe (\\w+?)s? (\\S+).*");

  /** The rows of all tables whose command begins with these words, without their headers. */
  public List<String[]> table(String command) {
    List<String[]> rows = new ArrayList<>();
    new TreeMap<>(texts)
        .forEach(
            (key, text) -> {
              boolean wanted = key.equals(command) || key.startsWith(command + " -n ");
              if (wanted && !key.endsWith("wide") && !key.contains("kube-system")) {
                text.lines()
                    .skip(1)
                    .filter(l -> !l.isBlank())
                    .forEach(l -> rows.add(l.trim().split("\\s+")));
              }
            });
    return rows;
  }

  /** Tells every described object of a kind with its text, in the order of names. */
  public void described(String kind, BiConsumer<String, String> to) {
    SortedMap<String, String> found = new TreeMap<>();
    texts.forEach(
        (key, text) -> {
          Matcher matcher = DESCRIBED.matcher(key);
          if (matcher.matches() && matcher.group(1).equals(kind)) {
            found.put(matcher.group(2), text);
          }
        });
    found.forEach(to);
  }

  /** The workload that a pod's name belongs to. */
  public String workload(String name) {
    String known = serviceOf.get(name);
    return known == null ? SUFFIX.matcher(name).replaceFirst("") : known;
  }

  /** All names a service may have. */
  public Set<String> known() {
    Set<String> known = new TreeSet<>(nodes);
    known.addAll(serviceOf.values());
    return known;
  }
}
