package io.aicloudops.simulator.shop.process;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a ready instance listens, and how many requests it has in hand: what a load balancer needs
 * to know.
 */
public final class Endpoint {

  private final String podUid;
  private final int port;
  private final AtomicInteger outstanding = new AtomicInteger();

  Endpoint(String podUid, int port) {
    this.podUid = podUid;
    this.port = port;
  }

  /** A URL on this instance. */
  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** A request was sent. */
  public void sent() {
    outstanding.incrementAndGet();
  }

  /** A request came to its end. */
  public void done() {
    outstanding.decrementAndGet();
  }

  String podUid() {
    return podUid;
  }

  int outstanding() {
    return outstanding.get();
  }
}
