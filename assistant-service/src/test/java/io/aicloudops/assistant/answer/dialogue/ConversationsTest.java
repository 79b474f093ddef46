package io.aicloudops.assistant.answer.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.answer.AssistantSettings;
import io.aicloudops.assistant.answer.MovingClock;
import io.aicloudops.assistant.answer.dialogue.Conversations.Turn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The memory is bounded in every direction and shows nobody another's words. */
class ConversationsTest {

  private final MovingClock clock = new MovingClock();
  private final Conversations conversations =
      new Conversations(new AssistantSettings.Session(Duration.ofMinutes(30), 2, 2), clock);

  private void say(String who, String session, String what) {
    conversations.add(who, session, new Turn(what, "answer to " + what), Subject.NONE);
  }

  @Test
  void keepsTheLastTurnsOnly() {
    say("amy", "s1", "one");
    say("amy", "s1", "two");
    say("amy", "s1", "three");
    assertThat(conversations.of("amy", "s1").turns())
        .extracting(Turn::query)
        .containsExactly("two", "three");
  }

  @Test
  void aGuessedSessionShowsNothingOfAnothersConversation() {
    say("amy", "s1", "one");
    assertThat(conversations.of("bob", "s1").turns()).isEmpty();
  }

  @Test
  void forgetsTheLongestUnusedWhenThereAreTooMany() {
    say("amy", "s1", "one");
    say("amy", "s2", "two");
    say("amy", "s1", "again");
    say("amy", "s3", "three");
    assertThat(conversations.of("amy", "s2").turns()).isEmpty();
    assertThat(conversations.of("amy", "s1").turns()).hasSize(2);
  }

  @Test
  void forgetsAfterAWhile() {
    say("amy", "s1", "one");
    clock.advance(Duration.ofMinutes(31));
    assertThat(conversations.of("amy", "s1").turns()).isEmpty();
  }

  @Test
  void remembersTheSubjectUntilThereIsANewOne() {
    Subject incident = new Subject(Optional.empty(), Optional.of("inc-1"));
    conversations.add("amy", "s1", new Turn("what is wrong", "inc-1"), incident);
    say("amy", "s1", "thanks");
    assertThat(conversations.of("amy", "s1").subject()).isEqualTo(incident);
  }
}
