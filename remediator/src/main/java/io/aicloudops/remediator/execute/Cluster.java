package io.aicloudops.remediator.execute;

/** A cluster that intents are tried on. Calls block; nothing of this runs on a stream thread. */
public interface Cluster extends Act, AutoCloseable {

  @Override
  void close();
}
