package io.aicloudops.simulator.kube.http;

import java.util.List;
import java.util.Set;

/**
 * Who a bearer token stands for and what it may do.
 *
 * @param name as in system:serviceaccount:ns:name
 */
public record Account(String name, List<Rule> rules) {

  /**
   * What is allowed; a star stands for everything.
   *
   * @param verbs get, list, watch, create, update, patch, delete, deletecollection
   * @param groups API groups; the core group is empty
   * @param resources plural names, with subresource as in deployments/scale
   * @param namespaces where
   */
  public record Rule(
      Set<String> verbs, Set<String> groups, Set<String> resources, Set<String> namespaces) {

    boolean allows(String verb, String group, String resource, String namespace) {
      return has(verbs, verb)
          && has(groups, group)
          && has(resources, resource)
          && has(namespaces, namespace);
    }

    private static boolean has(Set<String> set, String value) {
      return set.contains("*") || set.contains(value);
    }
  }

  /** Someone who may do everything. */
  public static Account admin(String name) {
    Set<String> all = Set.of("*");
    return new Account(name, List.of(new Rule(all, all, all, all)));
  }

  boolean may(String verb, String group, String resource, String namespace) {
    return rules.stream().anyMatch(rule -> rule.allows(verb, group, resource, namespace));
  }
}
