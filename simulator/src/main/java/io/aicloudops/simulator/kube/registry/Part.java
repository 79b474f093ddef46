package io.aicloudops.simulator.kube.registry;

/** What of an object a request is about. */
public enum Part {
  MAIN(""),
  STATUS("status"),
  SCALE("scale");

  private final String subresource;

  Part(String subresource) {
    this.subresource = subresource;
  }

  /** As in paths; empty for the object itself. */
  public String subresource() {
    return subresource;
  }
}
