package io.aicloudops.rca.correlate;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A caller's symptom is often heard of before its cause. */
class HeardLaterTest {

  private static final String CPU = "container_cpu_usage_seconds_total:saturation";

  private static Evidence client(String caller, String target, SignalRole role, long since) {
    boolean errors = role == SignalRole.ERRORS;
    String signal =
        errors
            ? "http_client_requests_total{target=\"" + target + "\"}:error_ratio"
            : "http_client_request_duration_seconds{target=\"" + target + "\"}:p99";
    return Shop.anomaly(
        caller, signal, role, AnomalyStatus.OPEN, since, since + 1, errors ? 0.4 : 2, 0.1);
  }

  private static Playback played(long until, Evidence... evidence) {
    List<Evidence> all = Shop.map();
    all.addAll(List.of(evidence));
    all.addAll(Shop.ticks(0, until));
    return new Playback().playSorted(all);
  }

  private static double confidence(Playback played, String name) {
    return played.only().getCauses().stream()
        .filter(c -> c.getEntity().equals(entity(name)))
        .mapToDouble(Cause::getConfidence)
        .max()
        .orElse(0);
  }

  @Test
  void aSymptomIsHeldBackUntilNewsOfItsCalleesWouldHaveCome() {
    Evidence errors = Shop.errors("checkout", 100);
    double early = confidence(played(104, errors), "checkout");
    double later = confidence(played(112, errors), "checkout");
    assertThat(early).isPositive().isLessThan(0.7 * later);
  }

  @Test
  void whatCallsNothingNeedNotWait() {
    Evidence errors = Shop.errors("payment", 100);
    double early = confidence(played(104, errors), "payment");
    assertThat(early).isEqualTo(confidence(played(112, errors), "payment"));
  }

  @Test
  void aFullCpuIsHeldBackUntilNewsOfTheLoadWouldHaveCome() {
    Evidence cpu =
        Shop.anomaly(
            "payment", CPU, SignalRole.SATURATION, AnomalyStatus.OPEN, 100, 101, 0.97, 0.3);
    Evidence slow = Shop.slow("payment", 100);
    Evidence load =
        Shop.high("payment", "http_server_requests_total:rate", SignalRole.TRAFFIC, 103);

    Playback before = played(106, cpu, slow);
    assertThat(before.cause().getFault()).isEqualTo("cpu-saturation");
    assertThat(before.cause().getConfidence()).isLessThan(0.6);
    assertThat(played(116, cpu, slow).cause())
        .returns("cpu-saturation", Cause::getFault)
        .satisfies(c -> assertThat(c.getConfidence()).isGreaterThan(0.6));
    assertThat(played(108, cpu, slow, load).cause().getFault()).isEqualTo("load-above-capacity");
  }

  @Test
  void failingCallsNameTheCalleeBeforeItSaysAnythingItself() {
    Playback played =
        played(
            104,
            Shop.errors("checkout", 100),
            client("checkout", "payment", SignalRole.ERRORS, 100));
    Cause cause = played.cause();
    assertThat(cause.getEntity()).isEqualTo(entity("payment"));
    assertThat(cause.getFault()).isEqualTo("error-burst");
    assertThat(cause.getSupporting()).anyMatch(id -> id.contains("http_client_requests"));
    assertThat(confidence(played, "checkout")).isLessThan(cause.getConfidence());
  }

  @Test
  void slowCallsNameTheSlowOne() {
    Playback played =
        played(
            114,
            Shop.slow("checkout", 100),
            client("checkout", "inventory", SignalRole.LATENCY, 100));
    assertThat(played.cause().getEntity()).isEqualTo(entity("inventory"));
  }

  @Test
  void aTargetThatIsNotCalledSaysNothing() {
    Playback played =
        played(
            114,
            Shop.errors("checkout", 100),
            client("checkout", "elsewhere", SignalRole.ERRORS, 100));
    assertThat(played.cause().getEntity()).isEqualTo(entity("checkout"));
  }

  @Test
  void aChainOfFailingCallsEndsAtItsLast() {
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      List<Evidence> evidence = new ArrayList<>();
      long at = 100L + random.nextInt(4);
      evidence.add(Shop.errors("front", at + random.nextInt(2)));
      evidence.add(Shop.errors("checkout", at + random.nextInt(2)));
      evidence.add(client("front", "checkout", SignalRole.ERRORS, at + random.nextInt(2)));
      evidence.add(client("checkout", "payment", SignalRole.ERRORS, at + random.nextInt(2)));
      boolean heard = random.nextBoolean();
      if (heard) {
        evidence.add(Shop.errors("payment", at + random.nextInt(3)));
      }
      Incident incident = played(116, evidence.toArray(Evidence[]::new)).only();
      assertThat(incident.getCauses().get(0).getEntity())
          .as("seed 7, round %d, payment heard: %s", round, heard)
          .isEqualTo(entity("payment"));
    }
  }
}
