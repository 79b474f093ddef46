package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.TimelineEntry;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two that nothing connects and that keep breaking together become one incident after a while. */
class CompanionsTest {

  private static final long DAY = 86_400;
  private static final String A = Shop.entity("payment");
  private static final String B = Shop.entity("store");

  /** An alert that fires for a minute, with ticks until it is over. */
  private static List<Evidence> occasion(long second, String... names) {
    List<Evidence> all = new ArrayList<>();
    long at = second;
    for (String name : names) {
      all.add(Shop.alert(name, "HighErrorRate", AlertStatus.FIRING, at));
      all.add(Shop.alert(name, "HighErrorRate", AlertStatus.RESOLVED, second + 60));
      at += 5;
    }
    all.addAll(Shop.ticks(second, second + 120));
    // Long enough that a recurrence is another incident.
    for (long tick = second + 130; tick < second + 800; tick += 10) {
      all.add(Shop.tick(tick));
    }
    return all;
  }

  private static List<Evidence> mapped() {
    List<Evidence> map = new ArrayList<>();
    map.add(Shop.calls("front", "payment"));
    map.add(Shop.calls("batch", "store"));
    map.addAll(bridge(0, 1000));
    return map;
  }

  private static List<Evidence> bridge(long from, long to) {
    // Event time goes on by steps that one piece of evidence can push it.
    List<Evidence> ticks = new ArrayList<>();
    for (long second = from; second < to; second += 500) {
      ticks.add(Shop.tick(second));
    }
    return ticks;
  }

  private static List<Evidence> days(int days, String... names) {
    List<Evidence> all = new ArrayList<>(mapped());
    for (int day = 0; day < days; day++) {
      all.addAll(occasion(day * DAY + 1000, names));
      all.addAll(bridge(day * DAY + 1800, (day + 1) * DAY + 1000));
    }
    return all;
  }

  private static long incidentsFrom(Playback played, long second) {
    return played.incidents().stream()
        .filter(i -> !i.getOpenedAt().isBefore(Shop.at(second)))
        .count();
  }

  @Test
  void fromTheFourthTimeOnItIsOneIncidentThatSaysWhy() {
    Playback played = new Playback().playSorted(days(4, "payment", "store"));

    assertThat(incidentsFrom(played, 0)).isEqualTo(2 + 2 + 2 + 1);
    Incident last =
        played.incidents().stream()
            .filter(i -> !i.getOpenedAt().isBefore(Shop.at(3 * DAY)))
            .findFirst()
            .orElseThrow();
    assertThat(last.getMembers()).contains(A, B);
    assertThat(last.getTimeline())
        .filteredOn(entry -> entry.getKind().equals("learned"))
        .singleElement()
        .extracting(TimelineEntry::getText)
        .asString()
        .startsWith("trouble here came together with " + A + " before (2.");
  }

  @Test
  void whatMostlyComesAloneIsNoCompanion() {
    List<Evidence> all = new ArrayList<>(mapped());
    for (int day = 0; day < 4; day++) {
      all.addAll(occasion(day * DAY + 1000, "payment", "store"));
      for (int hour = 1; hour < 4; hour++) {
        all.addAll(bridge(day * DAY + 1800 + (hour - 1) * 3600L, day * DAY + 1000 + hour * 3600L));
        all.addAll(occasion(day * DAY + 1000 + hour * 3600L, "payment"));
      }
      all.addAll(bridge(day * DAY + 1800 + 3 * 3600L, (day + 1) * DAY + 1000));
    }
    Playback played = new Playback().playSorted(all);

    assertThat(played.incidents())
        .allSatisfy(i -> assertThat(i.getMembers()).doesNotContainSequence(A, B))
        .allSatisfy(i -> assertThat(i.getMembers()).hasSize(1));
  }

  @Test
  void aHabitFades() {
    Companions companions = new Companions();
    long day = 86_400_000L;
    for (int i = 0; i < 4; i++) {
      companions.alone("a", i * day);
      companions.alone("b", i * day);
      companions.together("a", "b", i * day);
    }
    assertThat(companions.of("a", 3 * day)).containsExactly("b");
    assertThat(companions.are("b", "a", 3 * day)).isTrue();
    assertThat(companions.of("a", 10 * day)).isEmpty();
  }

  @Test
  void staysBoundedAndComesBackAsItWas() {
    Companions companions = new Companions();
    long now = 0;
    for (int i = 0; i < 2000; i++) {
      now += 700_000;
      String entity = "e" + i % 700;
      companions.alone(entity, now);
      companions.together(entity, "e" + (i * 31) % 700, now);
    }
    Map<String, TopologyEntity> kept = new TreeMap<>();
    companions
        .drain()
        .forEach((entity, habit) -> habit.ifPresent(record -> kept.put(entity, record)));
    assertThat(kept).hasSizeLessThanOrEqualTo(501);
    assertThat(kept.values()).allSatisfy(r -> assertThat(r.getAttributes()).hasSizeLessThan(10));

    Companions again = new Companions();
    kept.values().forEach(again::load);
    for (String entity : kept.keySet()) {
      assertThat(again.of(entity, now)).isEqualTo(companions.of(entity, now));
    }
  }
}
