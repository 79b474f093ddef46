package io.aicloudops.simulator.shop.process;

/**
 * An answer to a request.
 *
 * @param status HTTP status
 * @param body JSON
 * @param route template of the route that answered; "" if there is none
 */
record Reply(int status, String body, String route) {

  static Reply error(int status, String reason, String route) {
    return new Reply(status, "{\"error\":\"" + reason + "\"}", route);
  }

  boolean failed() {
    return status >= 500;
  }
}
