package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.notify.message.Item;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.remediator.notify.message.News;
import io.aicloudops.remediator.notify.message.Severity;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.NotificationStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * However often a state is evaluated, in whatever order states come and come back, and however
 * often whoever tells is started anew: each change is told once on an outlet, and none is left out.
 */
class OneMessageForEachChangeTest {

  private static final List<FaultKind> CAUSES =
      List.of(FaultKind.ERROR_BURST, FaultKind.MEMORY_LEAK, FaultKind.CPU_SATURATION);
  private static final Set<RemediationState> NEWS =
      EnumSet.of(
          RemediationState.AWAITING_APPROVAL,
          RemediationState.VERIFIED,
          RemediationState.UNDONE,
          RemediationState.ESCALATED);
  private static final List<RemediationState> STATES = List.of(RemediationState.values());
  private static final double UNSURE = 0.3;

  private final News news = new News("http://aiops.example", Severity.WARNING);
  private final List<Outlet> outlets =
      List.of(
          new Outlet("default", "en", Lang.EN, new NotifierRig.Recording()),
          new Outlet("default", "zh", Lang.ZH, new NotifierRig.Recording()));
  private final List<Notification> log = new ArrayList<>();
  private Told told = new Told();

  @Property(tries = 500)
  void ofAnIncident(@ForAll long seed) {
    Random random = new Random(seed);
    Set<String> changes = new HashSet<>();
    begin();
    for (int i = 0; i < 60; i++) {
      if (random.nextInt(10) == 0) {
        restart();
      }
      FaultKind fault = CAUSES.get(random.nextInt(CAUSES.size()));
      boolean sure = random.nextInt(4) > 0;
      boolean over = random.nextInt(8) == 0;
      Incident incident =
          Given.incident(
              "i1",
              Given.T0.plusSeconds(i),
              Given.cause(Given.CART, fault, sure ? 0.6 + random.nextDouble() / 3 : UNSURE));
      if (over) {
        incident = Given.ended(incident, IncidentStatus.RESOLVED, Given.T0.plusSeconds(i));
      }
      boolean opened = changes.contains("opened");
      boolean change;
      if (over) {
        change = opened && changes.add("over");
      } else if (!opened) {
        changes.add("opened");
        change = true;
        if (sure) {
          changes.add(fault.id());
        }
      } else {
        change = sure && changes.add(fault.id());
      }
      assertThat(tell(news.of(incident, told.about("i1")), incident.getUpdatedAt()))
          .as("seed %d, step %d: %s", seed, i, changes)
          .isEqualTo(change ? outlets.size() : 0);
    }
  }

  @Property(tries = 500)
  void ofARemediation(@ForAll long seed) {
    Random random = new Random(seed);
    Set<RemediationState> changes = EnumSet.noneOf(RemediationState.class);
    begin();
    for (int i = 0; i < 60; i++) {
      if (random.nextInt(10) == 0) {
        restart();
      }
      Remediation r = Given.waiting("i1");
      r.setState(STATES.get(random.nextInt(STATES.size())));
      r.setRevision(i);
      boolean change = NEWS.contains(r.getState()) && changes.add(r.getState());
      assertThat(tell(news.of(r), Given.T0))
          .as("seed %d, step %d: %s", seed, i, r.getState())
          .isEqualTo(change ? outlets.size() : 0);
    }
  }

  private void begin() {
    log.clear();
    told = new Told();
  }

  /** What was told is known from the log alone. */
  private void restart() {
    told = new Told();
    log.forEach(told::learn);
  }

  /** On how many outlets it is told. */
  private long tell(Optional<Item> item, Instant time) {
    return item.map(i -> outlets.stream().filter(o -> tell(i.in(o.lang()), o, time)).count())
        .orElse(0L);
  }

  private boolean tell(Message message, Outlet outlet, Instant time) {
    if (!told.begin(message, outlet)) {
      return false;
    }
    log.add(
        Notification.newBuilder()
            .setId(Told.idOf(message, outlet))
            .setIncidentId(message.incidentId())
            .setRemediationId(message.remediationId())
            .setChannel(outlet.name())
            .setStatus(NotificationStatus.SENT)
            .setTime(time)
            .setSubject(message.title())
            .setBody("")
            .build());
    return true;
  }
}
