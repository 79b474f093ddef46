package io.aicloudops.assistant.views;

import java.util.Set;

/** Which replica holds which rows. */
interface Directory {

  /**
   * Where the rows of a key are.
   *
   * @param host {@code host:port}; empty text if they are here
   * @param partition of the store, or {@link LocalStores#ALL}
   */
  record Holder(String host, int partition) {

    boolean here() {
      return host.isEmpty();
    }
  }

  /**
   * Where the rows of a key are.
   *
   * @throws ViewsUnavailableException while that is being decided
   */
  Holder holder(String store, String key);

  /**
   * The other replicas that hold a part of the store, as {@code host:port}.
   *
   * @throws ViewsUnavailableException while that is being decided
   */
  Set<String> others(String store);
}
