package io.aicloudops.connect.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final RecordingLog log = new RecordingLog();
  private final Outbox outbox = new Outbox(log);

  private void add(String entity) {
    Change change =
        Change.newBuilder()
            .setId("id of " + entity)
            .setEntity(entity)
            .setKind(ChangeKind.CONFIG)
            .setTime(NOW)
            .setSummary("")
            .setAuthor("")
            .setSource("kubernetes")
            .build();
    outbox.add(Topics.CHANGES, entity, change, NOW);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheLogNeverTakesGoesToTheDeadLettersAndHoldsUpNothing(boolean tooLarge) {
    log.fail(
        "odd",
        tooLarge
            ? new RecordTooLargeException("2 MB")
            : new SerializationException("no such enum"));
    add("first");
    add("odd");
    add("last");
    outbox.flush();
    assertThat(outbox.trouble()).isEmpty();
    assertThat(log.sent()).extracting(RecordingLog.Sent::key).containsExactly("first", "last");
    assertThat(log.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.source()).isEqualTo(Topics.CHANGES.name()))
        .satisfies(letter -> assertThat(letter.content()).contains("id of odd"))
        .satisfies(
            letter -> assertThat(letter.reason()).contains(tooLarge ? "2 MB" : "no such enum"));
  }

  @Test
  void aLogThatIsAwayIsAskedOnceAndGetsEverythingInOrderLater() {
    IntStream.range(0, 100).forEach(i -> add("e" + i));
    log.fail(new IOException("no broker"));
    outbox.flush();
    assertThat(log.attempts()).as("each may block for seconds").isEqualTo(1);
    assertThat(outbox.trouble()).startsWith("100 events wait for the log");
    log.recover();
    outbox.flush();
    assertThat(outbox.trouble()).isEmpty();
    assertThat(log.sent())
        .extracting(RecordingLog.Sent::key)
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "e" + i).toList());
  }

  @Test
  void whatTheLogHasBeforeTheFirstFailureIsNotSentAgain() {
    add("a");
    add("b");
    add("c");
    log.fail("b", new IOException("no leader"));
    outbox.flush();
    log.recover();
    outbox.flush();
    assertThat(log.sent()).extracting(RecordingLog.Sent::key).containsExactly("a", "b", "c");
  }

  @Test
  void aLetterThatWaitsIsKept() {
    log.fail(new IOException("no broker"));
    outbox.addLetter("cdc", "{\"odd\": 1}", "a row has no meaning", NOW);
    outbox.flush();
    assertThat(outbox.trouble()).contains("1 events wait");
    log.recover();
    outbox.flush();
    assertThat(log.deadLetters())
        .containsExactly(
            new RecordingLog.DeadLetter("cdc", "{\"odd\": 1}", "a row has no meaning"));
  }
}
