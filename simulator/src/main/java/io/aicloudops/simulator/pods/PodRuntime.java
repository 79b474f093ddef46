package io.aicloudops.simulator.pods;

import java.util.Map;

/**
 * Runs what the containers of a pod contain. One container a pod. Safe for use by several threads.
 */
public interface PodRuntime {

  /** True if an image of this name can be pulled. */
  boolean imageExists(String image);

  /**
   * Starts a container and returns at once; what becomes of it is told to the listener, from any
   * thread.
   *
   * @param launch what to run; the same pod uid may be launched again after it exited
   */
  void start(Launch launch, Listener listener);

  /**
   * Stops the container of a pod without an exit being told; nothing happens if it does not run.
   */
  void stop(String podUid);

  /** Use of a running pod's resources now, for metrics; zeros if it does not run. */
  Usage usage(String podUid);

  /**
   * A container to run.
   *
   * @param memoryLimitBytes 0 if unlimited
   * @param cpuLimitCores 0 if unlimited
   */
  record Launch(
      String podUid,
      String namespace,
      String podName,
      String workload,
      String container,
      String image,
      Map<String, String> env,
      Map<String, String> podLabels,
      long memoryLimitBytes,
      double cpuLimitCores) {}

  /** What is used: resident bytes and CPU seconds since the start. */
  record Usage(long memoryBytes, double cpuSeconds) {}

  /** Is told what becomes of a container. */
  interface Listener {

    /** It serves on this address; called once for each start. */
    void serving(String ip, int port);

    /** Its readiness changed. */
    void ready(boolean ready);

    /**
     * It ended.
     *
     * @param exitCode as of a process; 137 with reason OOMKilled when it passed its memory limit
     * @param reason OOMKilled, Error or Completed
     * @param lastLog the last lines of its log
     */
    void exited(int exitCode, String reason, String lastLog);
  }
}
