package io.aicloudops.simulator.kube.http;

import java.time.Duration;

/**
 * What goes wrong with a request.
 *
 * @param verb get, list, create, patch, …; empty for any
 * @param path a part of the request's path; empty for any
 * @param dryRuns true if it strikes dry runs, too
 * @param code HTTP status that it is answered with, 400 or more
 * @param retryAfter told to the client in whole seconds; zero for nothing
 * @param done true if the request is carried out all the same, and only its answer is lost
 */
public record Trouble(
    String verb, String path, boolean dryRuns, int code, Duration retryAfter, boolean done) {

  public Trouble {
    if (code < 400) {
      throw new IllegalArgumentException("code must be that of an error, but is " + code);
    }
  }

  /** A request that is refused with this code and not carried out. */
  public static Trouble of(String verb, String path, int code) {
    return new Trouble(verb, path, true, code, Duration.ZERO, false);
  }

  /** A write that is carried out, while its answer is lost and this code comes instead. */
  public static Trouble lostAnswer(String verb, String path, int code) {
    return new Trouble(verb, path, false, code, Duration.ZERO, true);
  }

  boolean strikes(String itsVerb, String itsPath, boolean itIsDry) {
    return (verb.isEmpty() || verb.equals(itsVerb))
        && itsPath.contains(path)
        && (dryRuns || !itIsDry);
  }
}
