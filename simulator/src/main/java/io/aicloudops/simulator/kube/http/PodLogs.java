package io.aicloudops.simulator.kube.http;

import io.aicloudops.simulator.kube.store.ObjectKey;

/** The logs of containers. */
public interface PodLogs {

  /**
   * The log of a pod's container.
   *
   * @param previous of the container before the last restart
   * @return empty if there is none
   */
  String log(ObjectKey pod, boolean previous);
}
