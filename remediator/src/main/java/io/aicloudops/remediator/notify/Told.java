package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.message.Message;
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

  /** The id of a message on an outlet, as in events. */
  static String idOf(Message message, Outlet outlet) {
    return message.id() + AT + outlet.name();
  }

  /** Learns what the topic says; a try that has not ended says nothing yet. */
  synchronized void learn(Notification notification) {
    if (notification.getStatus() != NotificationStatus.PENDING) {
      String incident = notification.getIncidentId();
      of(incident.isEmpty() ? notification.getRemediationId() : incident).add(notification.getId());
    }
  }

  /** True if a message was not told on an outlet before; from now on it counts as told. */
  synchronized boolean begin(Message message, Outlet outlet) {
    return of(message.subject()).add(idOf(message, outlet));
  }

  /** True if anything about a subject was told on an outlet. */
  synchronized boolean hears(String subject, Outlet outlet) {
    String end = AT + outlet.name();
    return bySubject.getOrDefault(subject, Set.of()).stream().anyMatch(id -> id.endsWith(end));
  }

  /** Ids of the messages about a subject that were told on any outlet. */
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
