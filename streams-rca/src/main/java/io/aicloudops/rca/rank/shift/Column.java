package io.aicloudops.rca.rank.shift;

/**
 * One measurement of a table, named {@code entity_metric}: an entity is a service, a pod, {@code
 * service@version} or an edge {@code caller>callee}; a metric may name an edge after a colon.
 *
 * @param name as in the table
 * @param entity the part before the underscore
 * @param metric the part after it
 * @param owner the service held responsible: of an edge, the callee
 * @param caller the service at the other end of an edge; empty if it is none
 * @param role what the metric says
 * @param worse the direction that is trouble: +1, -1, or 0 if either may be
 */
public record Column(
    String name, String entity, String metric, String owner, String caller, Role role, int worse) {

  /** The column of a name; without an underscore the whole name is the entity. */
  public static Column of(String name, CallGraph graph) {
    int cut = name.indexOf('_');
    String entity = cut < 0 ? name : name.substring(0, cut);
    String metric = cut < 0 ? "" : name.substring(cut + 1);
    int colon = metric.indexOf(':');
    String edge = entity.contains(">") ? entity : colon < 0 ? "" : metric.substring(colon + 1);
    int arrow = edge.indexOf('>');
    String caller = arrow < 0 ? "" : graph.service(edge.substring(0, arrow));
    String owner = graph.service(arrow < 0 ? entity : edge.substring(arrow + 1));
    return new Column(name, entity, metric, owner, caller, Role.of(metric), Role.worse(metric));
  }

  /**
   * A column whose role and owner are known from elsewhere.
   *
   * @param caller the service at the other end of a call; empty if it is none
   */
  public static Column of(
      String entity, String metric, String owner, String caller, Role role, int worse) {
    return new Column(entity + "/" + metric, entity, metric, owner, caller, role, worse);
  }

  /** The metric without the edge it may name. */
  public String kind() {
    int colon = metric.indexOf(':');
    return colon < 0 ? metric : metric.substring(0, colon);
  }

  /** True if it is measured between two services. */
  public boolean edge() {
    return !caller.isEmpty();
  }

  /** True if a service may be blamed for it: not the front door, not a machine. */
  public boolean blamable() {
    return !owner.equals("slo") && !owner.startsWith("node:");
  }

  /** The metric under its owner's name, or the column's own name for an edge. */
  public String title() {
    return entity.contains(">") ? name : owner + "_" + metric;
  }
}
