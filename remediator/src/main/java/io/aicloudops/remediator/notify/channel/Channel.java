package io.aicloudops.remediator.notify.channel;

import io.aicloudops.remediator.notify.message.Message;
import java.time.Duration;

/** A way to people. */
public interface Channel {

  /** Tries once; blocks until the channel answers or the time for it is over. */
  Delivery deliver(Message message);

  /** What became of a try. */
  sealed interface Delivery {

    /** The channel took it. */
    record Sent() implements Delivery {}

    /**
     * Not now.
     *
     * @param after not before this has passed; zero if the channel does not say
     */
    record Later(Duration after, String why) implements Delivery {}

    /** It will not work any better the next time. */
    record Never(String why) implements Delivery {}
  }
}
