package io.aicloudops.simulator.kube.http;

/**
 * A request, free of the web server.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 */
record Request(
    String method, String path, Query query, Body body, String userAgent, Account account) {

  /** As access rules and the audit name it. */
  String verb(Target target) {
    boolean collection = target.isCollection();
    return switch (method) {
      case "GET" -> query.flag("watch") ? "watch" : collection ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      default -> collection ? "deletecollection" : "delete";
    };
  }

  boolean writes() {
    return !method.equals("GET");
  }

  boolean isWatch() {
    return method.equals("GET") && query.flag("watch");
  }
}
