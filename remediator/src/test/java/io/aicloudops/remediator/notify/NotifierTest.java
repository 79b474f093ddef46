package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.channel.Channel;
import io.aicloudops.remediator.notify.channel.Channel.Delivery;
import io.aicloudops.remediator.notify.message.Item;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.remediator.notify.message.Severity;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.NotificationStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifierTest {

  private final NotifierRig.Recording channel = new NotifierRig.Recording();
  private final Outlet outlet = new Outlet("default", "test", Lang.EN, channel);
  private final NotifySettings settings =
      Settings.of(
              Map.of(
                  "remediator.notifications.back-off",
                  "10ms",
                  "remediator.notifications.attempts",
                  3))
          .read(RemediatorSettings.SECTION)
          .notifications();
  private final NotifierRig rig = new NotifierRig(settings, List.of(outlet));

  private void start(Notification... past) {
    rig.start(List.of(past), List.of());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Incident incident(FaultKind fault) {
    return Given.incident("i1", Instant.now(), Given.cause(Given.CART, fault, 0.9));
  }

  @Test
  void tellsEachChangeOfStateOnce() {
    start();
    rig.read(incident(FaultKind.ERROR_BURST));
    rig.read(incident(FaultKind.ERROR_BURST));
    rig.read(incident(FaultKind.MEMORY_LEAK));
    rig.read(incident(FaultKind.ERROR_BURST));
    rig.read(incident(FaultKind.MEMORY_LEAK));
    rig.read(Given.ended(incident(FaultKind.MEMORY_LEAK), IncidentStatus.RESOLVED, Instant.now()));
    assertThat(channel.kinds())
        .containsExactly(Message.Kind.OPENED, Message.Kind.CAUSE, Message.Kind.RESOLVED);
    assertThat(rig.written())
        .extracting(Notification::getStatus)
        .containsExactly(
            NotificationStatus.PENDING,
            NotificationStatus.SENT,
            NotificationStatus.PENDING,
            NotificationStatus.SENT,
            NotificationStatus.PENDING,
            NotificationStatus.SENT);
  }

  @Test
  void tellsNothingAgainAfterARestart() {
    Notification before =
        Notification.newBuilder()
            .setId("i1/opened/" + Given.CART + "~error-burst@test")
            .setIncidentId("i1")
            .setChannel("test")
            .setStatus(NotificationStatus.SENT)
            .setTime(Instant.now())
            .setSubject("")
            .setBody("")
            .build();
    Notification begun =
        Notification.newBuilder(before)
            .setStatus(NotificationStatus.PENDING)
            .setId("i1/cause/" + Given.CART + "~memory-leak@test")
            .build();
    start(before, begun);
    rig.read(incident(FaultKind.ERROR_BURST));
    assertThat(channel.messages).isEmpty();
    rig.read(incident(FaultKind.MEMORY_LEAK));
    assertThat(channel.kinds())
        .as("what was only begun is told")
        .containsExactly(Message.Kind.CAUSE);
  }

  @Test
  void triesAgainAndGivesUpInTheEnd() {
    start();
    channel.answers.add(new Delivery.Later(Duration.ZERO, "HTTP 503"));
    rig.read(incident(FaultKind.ERROR_BURST));
    assertThat(rig.written().get(1))
        .satisfies(
            n -> {
              assertThat(n.getStatus()).isEqualTo(NotificationStatus.SENT);
              assertThat(n.getAttempt()).isEqualTo(2);
            });
    for (int i = 0; i < 3; i++) {
      channel.answers.add(new Delivery.Later(Duration.ZERO, "HTTP 503"));
    }
    rig.read(incident(FaultKind.MEMORY_LEAK));
    assertThat(rig.written().get(3).getStatus()).isEqualTo(NotificationStatus.FAILED);
    assertThat(rig.written().get(3).getError()).isEqualTo("HTTP 503");
    channel.answers.add(new Delivery.Never("HTTP 404"));
    rig.read(incident(FaultKind.CRASH_AFTER_ROLLOUT));
    assertThat(rig.written().get(5).getAttempt()).isEqualTo(1);
    assertThat(rig.written().get(5).getStatus()).isEqualTo(NotificationStatus.FAILED);
  }

  @Test
  void aChannelThatBreaksHasFailedAndHoldsNothingUp() {
    Channel broken =
        message -> {
          throw new IllegalArgumentException("https://hooks.example.com/a-secret");
        };
    try (NotifierRig other =
        new NotifierRig(settings, List.of(new Outlet("default", "test", Lang.EN, broken)))) {
      other.start(List.of(), List.of());
      other.read(incident(FaultKind.ERROR_BURST));
      Notification last = other.written().get(1);
      assertThat(last.getStatus()).isEqualTo(NotificationStatus.FAILED);
      assertThat(last.getError()).isEqualTo("the channel failed: IllegalArgumentException");
    }
  }

  @Test
  void whatIsReadAgainIsNotDoneWithBeforeItsMessageIs() {
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Channel slow =
        message -> {
          asked.countDown();
          await().atMost(Duration.ofSeconds(60)).until(() -> answer.getCount() == 0);
          return new Delivery.Sent();
        };
    Incident incident = incident(FaultKind.ERROR_BURST);
    try (NotifierRig other =
        new NotifierRig(settings, List.of(new Outlet("default", "test", Lang.EN, slow)))) {
      other.start(List.of(), List.of());
      other.give(incident);
      await().atMost(Duration.ofSeconds(30)).until(() -> asked.getCount() == 0);
      other.readAgain(List.of(incident));
      Remediation noNews = Given.waiting("i1");
      noNews.setState(RemediationState.PROPOSED);
      other.read(noNews); // so that what can be committed of incidents is
      assertThat(other.committed()).as("it is still on its way").isZero();
      answer.countDown();
      await().atMost(Duration.ofSeconds(30)).until(() -> other.committed() == 1);
      assertThat(other.written())
          .extracting(Notification::getStatus)
          .containsExactly(NotificationStatus.PENDING, NotificationStatus.SENT);
    }
  }

  @Test
  void tellsNothingOldSilencedOrMinor() {
    start();
    rig.read(Given.incident("old", Instant.now().minus(Duration.ofHours(2))));
    Incident silenced = incident(FaultKind.ERROR_BURST);
    silenced.setSilenced(true);
    rig.read(silenced);
    Incident minor = incident(FaultKind.ERROR_BURST);
    minor.setSeverity("info");
    rig.read(minor);
    rig.read(Given.ended(incident(FaultKind.ERROR_BURST), IncidentStatus.RESOLVED, Instant.now()));
    assertThat(channel.messages).isEmpty();
    assertThat(rig.written()).isEmpty();
  }

  @Test
  void asksForApprovals() {
    start();
    Remediation waiting = Given.waiting("i1");
    waiting.setUpdatedAt(Instant.now());
    rig.read(waiting);
    assertThat(channel.kinds()).containsExactly(Message.Kind.APPROVAL);
    assertThat(rig.notifier.health().alive()).isTrue();
    assertThat(rig.notifier.name()).isEqualTo("notifier");
  }

  @Test
  void aFloodIsSuppressedAndWrittenDown() {
    List<Notification> results = new CopyOnWriteArrayList<>();
    try (Outbox outbox = new Outbox(outlet, settings, n -> results.add(n), Clock.systemUTC())) {
      for (int i = 0; i < 300; i++) {
        Message message =
            new Message(
                "m" + i,
                "i" + i,
                "",
                Message.Kind.OPENED,
                "t",
                List.of(),
                List.of(),
                Instant.now());
        outbox.offer(new Item(message, message, "", Severity.WARNING, ""), () -> {});
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  results.stream()
                          .filter(n -> n.getStatus() == NotificationStatus.SUPPRESSED)
                          .count()
                      >= 60);
      assertThat(channel.messages).as("the rate limit").hasSizeLessThanOrEqualTo(30);
    }
  }
}
