package io.aicloudops.connect.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.exposition.ExpositionException;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.runtime.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetHistoryTest {

  private static final long NOON = 1_772_366_400_000L;

  private final Workloads workloads = new Workloads("c");
  private final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1), 1000);
  private final TargetHistory history =
      new TargetHistory(
          new Target(
              URI.create("http://cart:9090/metrics"),
              Map.of("job", "cart", "namespace", "shop"),
              false,
              new Secret("")),
          new Subjects(workloads, List.of()),
          calls,
          100);

  private void scrape(int minute, int stock, int payment) throws ExpositionException {
    history.read(
        "http_client_requests_total{target=\"stock\"} "
            + stock
            + "\nhttp_client_requests_total{target=\"payment\"} "
            + payment
            + "\n",
        false,
        NOON + Duration.ofMinutes(minute).toMillis());
    calls.expire();
  }

  private List<String> callees() {
    List<String> callees = new ArrayList<>();
    calls.forEach((from, to) -> to.forEach(t -> callees.add(t.name())));
    return callees;
  }

  @Test
  void aCountThatStandsStillIsNoCall() throws ExpositionException {
    scrape(0, 1, 1);
    assertThat(callees()).containsExactly("payment", "stock");

    for (int minute = 1; minute < 120; minute++) {
      scrape(minute, 1, 1 + minute);
    }
    assertThat(callees()).containsExactly("payment");

    scrape(120, 2, 200);
    assertThat(callees()).containsExactly("payment", "stock");
  }
}
