package io.aicloudops.remediator.notify;

import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.NotificationStatus;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was told, by anybody: learnt from the topic of notifications and from what this process has
 * begun. Bounded: the subjects that were quiet for the longest are forgotten.
 */
final class Told {

  private static final int MOST_SUBJECTS = 20_000;
  private static final char AT = '@';

  private final Map<String, Set<String>> bySubject =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
          return size() > MOST_SUBJECTS;
        }
      };

  /** The id of a message on a channel, as in events. */
  static String idOf(Message message, Channel channel) {
    return message.id() + AT + channel.name();
  }

  /** Learns what the topic says; a try that has not ended says nothing yet. */
  synchronized void learn(Notification notification) {
    if (notification.getStatus() != NotificationStatus.PENDING) {
      String incident = notification.getIncidentId();
      of(incident.isEmpty() ? notification.getRemediationId() : incident).add(notification.getId());
    }
  }

  /** True if a message was not told on a channel before; from now on it counts as told. */
  synchronized boolean begin(Message message, Channel channel) {
    return of(message.subject()).add(idOf(message, channel));
  }

  /** Ids of the messages about a subject that were told on any channel. */
  synchronized Set<String> about(String subject) {
    Set<String> ids = new HashSet<>();
    for (String id : bySubject.getOrDefault(subject, Set.of())) {
      ids.add(id.substring(0, id.lastIndexOf(AT)));
    }
    return ids;
  }

  private Set<String> of(String subject) {
    return bySubject.computeIfAbsent(subject, s -> new HashSet<>());
  }
}
