package io.aicloudops.simulator.shop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.aicloudops.simulator.shop.load.LoadCurve;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong();

  @Test
  void aRequestWaitsForTheWorkBeforeIt() {
    CpuModel cpu = new CpuModel(0.5, 10, now::get);
    assertThat(cpu.admit(0.1)).isEqualTo(SECOND / 5);
    assertThat(cpu.admit(0.1)).isEqualTo(2 * SECOND / 5);
    now.addAndGet(SECOND);
    assertThat(cpu.backlogSeconds()).isZero();
    assertThat(cpu.usedSeconds()).isCloseTo(0.202, offset(1e-9));
  }

  @Test
  void oneRequestCannotUseMoreThanOneCore() {
    CpuModel cpu = new CpuModel(4, 10, now::get);
    assertThat(cpu.admit(0.1)).isEqualTo(SECOND / 10);
  }

  @Test
  void workBeyondTheLongestBacklogIsTurnedAway() {
    CpuModel cpu = new CpuModel(1, 1, now::get);
    cpu.admit(1.5);
    assertThat(cpu.admit(0.1)).isEqualTo(-1);
    now.addAndGet(SECOND);
    assertThat(cpu.admit(0.1)).isPositive();
  }

  @Test
  void cpuUseNeverExceedsTheLimit() {
    CpuModel cpu = new CpuModel(0.5, 100, now::get);
    cpu.admit(10);
    now.addAndGet(4 * SECOND);
    assertThat(cpu.usedSeconds()).isCloseTo(2, offset(0.01));
  }

  @Test
  void aRunawayTaskTakesItsShareAndSlowsTheRest() {
    CpuModel cpu = new CpuModel(1, 10, now::get);
    cpu.runaway(0.9);
    assertThat(cpu.admit(0.05)).isCloseTo(SECOND / 2, org.assertj.core.api.Assertions.within(10L));
    now.addAndGet(10 * SECOND);
    assertThat(cpu.usedSeconds()).isCloseTo(9.07, offset(0.001));
    assertThatThrownBy(() -> cpu.runaway(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void memoryGrowsOnlyByItsLeakAndABoundedGarbage() {
    MemoryModel memory = new MemoryModel(100 << 20, now::get);
    for (int i = 0; i < 10_000; i++) {
      memory.served();
    }
    assertThat(memory.residentBytes()).isBetween(100L << 20, 108L << 20);
    memory.leak(1 << 20);
    now.addAndGet(50 * SECOND);
    assertThat(memory.residentBytes()).isBetween(150L << 20, 158L << 20);
    assertThat(memory.heapBytes()).isLessThan(memory.residentBytes());
  }

  @Test
  void aPoolServesItsUsersInTurn() throws Exception {
    ConnectionPool pool = new ConnectionPool(1, 60_000);
    pool.acquire().get(1, TimeUnit.SECONDS);
    CompletableFuture<Void> second = pool.acquire();
    assertThat(second).isNotDone();
    assertThat(pool.waiting()).isEqualTo(1);
    pool.release();
    assertThat(second).isCompleted();
    assertThat(pool.inUse()).isEqualTo(1);
    pool.release();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void aLeakedConnectionIsNeverGivenBack() {
    ConnectionPool pool = new ConnectionPool(2, 20);
    assertThat(pool.acquire()).isCompleted();
    pool.leak();
    pool.leak();
    pool.leak();
    assertThat(pool.inUse()).isEqualTo(2);
    pool.release();
    assertThat(pool.inUse()).isEqualTo(2);
    assertThat(pool.acquire())
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(TimeoutException.class);
    assertThat(pool.waiting()).isZero();
  }

  @Test
  void aRouteMatchesItsPathAndGivesItsParameter() {
    Route route = new Route("GET", "/carts/{id}/items", 1, 0, List.of());
    assertThat(route.match("GET", "/carts/17/items")).contains("17");
    assertThat(route.match("POST", "/carts/17/items")).isEmpty();
    assertThat(route.match("GET", "/carts//items")).isEmpty();
    assertThat(route.match("GET", "/carts/1/2/items")).isEmpty();
    assertThat(new Route("GET", "/", 1, 0, List.of()).match("GET", "/")).contains("");
  }

  @Test
  void everyCallOfTheShopMeetsARoute() {
    List<ServiceSpec> services = ShopMap.services();
    Set<String> names = services.stream().map(ServiceSpec::name).collect(Collectors.toSet());
    for (ServiceSpec service : services) {
      assertThat(names).containsAll(service.callees());
      for (Route route : service.routes()) {
        for (Call call : route.stages().stream().flatMap(List::stream).toList()) {
          String path = call.path().replace("{id}", "1");
          assertThat(services)
              .filteredOn(s -> s.name().equals(call.target()))
              .flatExtracting(ServiceSpec::routes)
              .anyMatch(r -> r.match(call.method(), path).isPresent());
        }
      }
    }
  }

  @Test
  void onlyImagesOfTheCatalogueExist() {
    Images images = new Images(ShopMap.services());
    assertThat(images.find("shop/cart:1.4.2")).isPresent();
    assertThat(images.find("shop/cart:9.9.9")).isEmpty();
    assertThat(images.find("shop/cart:1.5.0"))
        .get()
        .extracting(Images.Image::behaviour)
        .isEqualTo(Images.Behaviour.CRASHES);
  }

  @Test
  void theLoadSwingsAroundItsMean() {
    LoadCurve curve = new LoadCurve(100, 0.2, Duration.ofSeconds(40));
    assertThat(curve.at(Duration.ZERO)).isEqualTo(100);
    assertThat(curve.at(Duration.ofSeconds(10))).isCloseTo(120, offset(1e-9));
    assertThat(curve.at(Duration.ofSeconds(30))).isCloseTo(80, offset(1e-9));
    assertThatThrownBy(() -> new LoadCurve(1, 1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
