package io.aicloudops.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceGroupTest {

  private final List<String> events = new ArrayList<>();

  private Service service(String name, Health health, boolean starts, boolean stops) {
    return new Service() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void start() {
        events.add("start " + name);
        if (!starts) {
          throw new IllegalStateException(name + " has no port");
        }
      }

      @Override
      public Health health() {
        return health;
      }

      @Override
      public void close() {
        events.add("close " + name);
        if (!stops) {
          throw new IllegalStateException("stuck");
        }
      }
    };
  }

  @Test
  void stopsInReverseEvenIfOneIsStuck() {
    try (ServiceGroup group =
        new ServiceGroup(
            List.of(
                service("a", Health.healthy(), true, true),
                service("b", Health.healthy(), true, false),
                service("c", Health.healthy(), true, true)))) {
      group.start();
    }

    assertThat(events)
        .containsExactly("start a", "start b", "start c", "close c", "close b", "close a");
  }

  @Test
  void leavesNothingRunningWhenOneCannotStart() {
    ServiceGroup group =
        new ServiceGroup(
            List.of(
                service("a", Health.healthy(), true, true),
                service("b", Health.healthy(), false, true),
                service("c", Health.healthy(), true, true)));

    assertThatThrownBy(group::start).hasMessage("b has no port");
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void isAsHealthyAsItsWorstPart() {
    ServiceGroup group =
        new ServiceGroup(
            List.of(
                service("a", Health.healthy(), true, true),
                service("b", Health.unhealthy("dead"), true, true),
                service("c", Health.degraded("slow"), true, true)));

    Health worst = Health.worst(group.health());

    assertThat(worst.status()).isEqualTo(Health.Status.UNHEALTHY);
    assertThat(worst.message()).isEqualTo("b: dead");
    assertThat(worst.alive()).isFalse();
    assertThat(Health.worst(java.util.Map.of()).status()).isEqualTo(Health.Status.HEALTHY);
  }
}
