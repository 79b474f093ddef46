package io.aicloudops.assistant.views;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.assistant.api.Unavailability;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas: "here" holds what begins with h, "there" the rest; they speak real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingTest {

  private static final String NOBODY = "localhost:1";

  private ViewsFixture local;
  private ApiServer peer;
  private boolean peerHoldsNothing;

  @BeforeAll
  void start(@TempDir Path here, @TempDir Path there) {
    local = new ViewsFixture(here);
    peer =
        new ApiServer(
            there,
            api ->
                List.of(
                    new Unavailability(),
                    new PeerRoutes(api.views.local(), directoryOfThePeer(), api.views.serdes())));
    put(local, "h1");
    put(peer.views, "t1");
    peer.views.put(Topics.SIGNALS, CART, Events.signals(CART, NOW, 7, 0), NOW);
  }

  @AfterAll
  void stop() {
    local.close();
    peer.close();
  }

  private static void put(ViewsFixture replica, String id) {
    replica.put(Topics.INCIDENTS, id, Events.incident(id, IncidentStatus.OPEN, NOW), NOW);
  }

  private Directory directoryOfThePeer() {
    return new Directory() {
      @Override
      public Holder holder(String store, String key) {
        boolean elsewhere = peerHoldsNothing || key.startsWith("h");
        return new Holder(elsewhere ? "localhost:9" : "", LocalStores.ALL);
      }

      @Override
      public Set<String> others(String store) {
        return Set.of();
      }
    };
  }

  private Views views(String... others) {
    Directory directory =
        new Directory() {
          @Override
          public Holder holder(String store, String key) {
            String host = key.startsWith("h") ? "" : others[0];
            return new Holder(host, LocalStores.ALL);
          }

          @Override
          public Set<String> others(String store) {
            return Set.of(others);
          }
        };
    HttpPeers peers =
        new HttpPeers(
            "http", peer.views.serdes(), () -> peer.token(Role.OPERATOR), Duration.ofSeconds(10));
    return new RoutedViews(local.local(), directory, peers);
  }

  private String peerHost() {
    return peer.uri("").getAuthority();
  }

  @Test
  void aRowIsFoundWhereverItIs() {
    assertThat(views(peerHost()).one(View.INCIDENTS, "h1")).isPresent();
    assertThat(views(peerHost()).one(View.INCIDENTS, "t1"))
        .map(Incident::getTitleZh)
        .contains("cart 反复崩溃");
    assertThat(views(peerHost()).one(View.INCIDENTS, "t2")).isEmpty();
    assertThat(views(peerHost()).signals(CART, NOW.minusSeconds(1), NOW.plusSeconds(1)))
        .singleElement()
        .satisfies(batch -> assertThat(batch.getValues().get(0)).isEqualTo(7));
  }

  @Test
  void aListHasTheRowsOfAllReplicas() {
    Views.Found<Incident> found = views(peerHost()).all(View.INCIDENTS);

    assertThat(found.rows()).extracting(Incident::getId).containsExactlyInAnyOrder("h1", "t1");
    assertThat(found.complete()).isTrue();
  }

  @Test
  void aListSaysWhichReplicaIsAway() {
    Views.Found<Incident> found = views(NOBODY, peerHost()).all(View.INCIDENTS);

    assertThat(found.rows()).extracting(Incident::getId).containsExactlyInAnyOrder("h1", "t1");
    assertThat(found.missing()).containsExactly(NOBODY);
  }

  @Test
  void aRowOfAReplicaThatIsAwayIsUnavailableRatherThanUnknown() {
    assertThatThrownBy(() -> views(NOBODY).one(View.INCIDENTS, "t1"))
        .isInstanceOf(ViewsUnavailableException.class)
        .hasMessageContaining(NOBODY);
  }

  @Test
  void aReplicaThatLostAKeySaysSoRatherThanUnknown() {
    peerHoldsNothing = true;

    assertThatThrownBy(() -> views(peerHost()).one(View.INCIDENTS, "t1"))
        .isInstanceOf(ViewsUnavailableException.class)
        .hasMessageContaining("421");
    peerHoldsNothing = false;
  }

  @Test
  void onlyHoldersOfATokenMayAsk() {
    String path = "/internal/views/incidents";
    assertThat(peer.get(path, Role.ANYONE).status()).isIn(401, 403);
    assertThat(peer.get(path, Role.INGEST).status()).isEqualTo(403);
    assertThat(peer.get(path, Role.OPERATOR).status()).isEqualTo(200);
    assertThat(peer.get("/internal/views/secrets", Role.OPERATOR).status()).isEqualTo(404);
    assertThat(peer.get("/internal/views/signals?key=c&from=x", Role.OPERATOR).field())
        .isEqualTo("from");
  }

  @Test
  void storesThatAreBeingLoadedAreUnavailable() {
    LocalViews loading =
        new LocalViews(
            new LocalStores() {
              @Override
              public <V extends org.apache.avro.specific.SpecificRecord>
                  org.apache.kafka.streams.state.ReadOnlyKeyValueStore<String, V> rows(
                      View<V> view, int partition) {
                throw new InvalidStateStoreException("the store is rebalancing");
              }

              @Override
              public org.apache.kafka.streams.state.ReadOnlyWindowStore<
                      String, io.aicloudops.schemas.event.SignalBatch>
                  signals(int partition) {
                throw new InvalidStateStoreException("the store is rebalancing");
              }
            });

    assertThatThrownBy(() -> loading.all(View.INCIDENTS))
        .isInstanceOf(ViewsUnavailableException.class);
    assertThatThrownBy(() -> loading.signals(CART, NOW, NOW, LocalStores.ALL))
        .isInstanceOf(ViewsUnavailableException.class);
  }
}
