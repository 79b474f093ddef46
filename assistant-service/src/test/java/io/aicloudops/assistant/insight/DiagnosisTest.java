package io.aicloudops.assistant.insight;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  private final Incident open = Events.incident("i1", IncidentStatus.OPEN, NOW);

  @Test
  void aVictimIsDiagnosedByTheCauseOfItsIncident() {
    Diagnosis diagnosis = Diagnosis.of(FRONT, List.of(open), List.of());

    assertThat(diagnosis.fault()).isEqualTo(FaultKind.CRASH_AFTER_ROLLOUT);
    assertThat(diagnosis.next()).isEqualTo(Diagnosis.Next.REQUEST);
    assertThat(diagnosis.explanation()).contains("i1").contains("rollback");
  }

  @Test
  void theIncidentThatBlamesTheEntityComesFirst() {
    Incident other = Events.incident("i2", IncidentStatus.OPEN, NOW.plusSeconds(60));
    other.getCauses().get(0).setEntity(FRONT);

    assertThat(Diagnosis.of(CART, List.of(open, other), List.of()).incident()).contains(open);
  }

  @Test
  void whatIsUnderWayIsPointedAt() {
    var waiting = Events.remediation("r1", RemediationState.AWAITING_APPROVAL, "h");
    var ended = Events.remediation("r2", RemediationState.VERIFIED, "h");

    Diagnosis diagnosis = Diagnosis.of(FRONT, List.of(open), List.of(ended, waiting));

    assertThat(diagnosis.underWay()).containsExactly(waiting);
    assertThat(diagnosis.next()).isEqualTo(Diagnosis.Next.WAIT_OR_APPROVE);
    assertThat(diagnosis.explanation()).contains("awaiting_approval");
  }

  @Test
  void withoutAnOpenIncidentNothingIsDone() {
    Incident resolved = Events.incident("i1", IncidentStatus.RESOLVED, NOW);

    Diagnosis diagnosis = Diagnosis.of(CART, List.of(resolved), List.of());

    assertThat(diagnosis.next()).isEqualTo(Diagnosis.Next.NOTHING);
    assertThat(diagnosis.explanation()).contains("no open incident");
  }

  @Test
  void whatNoActionMendsIsForAPerson() {
    for (String fault : new String[] {"unknown", "rbac-denied", "quota-exhausted", "newer-fault"}) {
      open.getCauses().get(0).setFault(fault);
      assertThat(Diagnosis.of(CART, List.of(open), List.of()).next())
          .as(fault)
          .isEqualTo(Diagnosis.Next.PERSON);
    }
    open.setCauses(List.of());
    Diagnosis diagnosis = Diagnosis.of(CART, List.of(open), List.of());
    assertThat(diagnosis.next()).isEqualTo(Diagnosis.Next.PERSON);
    assertThat(diagnosis.explanation()).contains("a person has to decide");
  }
}
