package io.aicloudops.assistant.answer.dialogue;

import io.aicloudops.assistant.answer.AssistantSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of conversations: bounded, expiring, and apart for each person, so that a guessed
 * session id shows nothing of another's conversation. Held by this replica alone.
 */
public final class Conversations {

  /** One question and its answer. */
  public record Turn(String query, String response) {}

  /**
   * A conversation so far.
   *
   * @param turns the oldest first
   * @param subject what it was about last
   */
  public record Conversation(List<Turn> turns, Subject subject) {
    /** Nothing was said yet. */
    static final Conversation NEW = new Conversation(List.of(), Subject.NONE);
  }

  private record Key(String principal, String session) {}

  private record Kept(Conversation conversation, Instant used) {}

  private final AssistantSettings.Session settings;
  private final Clock clock;
  private final Map<Key, Kept> kept = new LinkedHashMap<>();

  public Conversations(AssistantSettings.Session settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** What was said in a session; a new conversation if nothing was or it has expired. */
  public synchronized Conversation of(String principal, String session) {
    forgetOld();
    Kept found = kept.get(new Key(principal, session));
    return found == null ? Conversation.NEW : found.conversation();
  }

  /** Adds a turn. */
  public synchronized void add(String principal, String session, Turn turn, Subject subject) {
    Key key = new Key(principal, session);
    Conversation before = of(principal, session);
    List<Turn> turns = new ArrayList<>(before.turns());
    turns.add(turn);
    int first = Math.max(0, turns.size() - settings.turns());
    Conversation now =
        new Conversation(
            List.copyOf(turns.subList(first, turns.size())),
            subject.present() ? subject : before.subject());
    kept.remove(key);
    kept.put(key, new Kept(now, clock.instant()));
    if (kept.size() > settings.most()) {
      Iterator<Key> oldest = kept.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The map is in the order of last use, the longest unused first. */
  private void forgetOld() {
    Instant limit = clock.instant().minus(settings.expiry());
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext() && oldest.next().used().isBefore(limit)) {
      oldest.remove();
    }
  }
}
