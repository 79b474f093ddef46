package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/** What holds in every world that chance makes. */
class RandomWorldTest {

  private static final int WORLDS = 150;

  /** Evidence of one moment has no order of its own; more delay than this is beyond the grace. */
  private static final long WITHIN_GRACE = FoldRules.DEFAULT.graceMs();

  /** So late that other evidence has been taken long before. */
  private static final long BEYOND_GRACE = 8 * WITHIN_GRACE;

  @Test
  void everyFaultIsInExactlyOneIncidentAndAboveItsSymptoms() {
    int first = 0;
    for (long seed = 0; seed < WORLDS; seed++) {
      RandomWorld world = new RandomWorld(seed);
      Playback played = Playback.of(world.delayed(WITHIN_GRACE, seed));
      String what = "seed " + seed + ": " + world.kind + " of " + world.culprit;
      String culprit = Shop.entity(world.culprit);
      List<Incident> with =
          played.incidents().stream()
              .filter(i -> i.getStatus() != IncidentStatus.MERGED)
              .filter(i -> i.getMembers().contains(culprit))
              .toList();
      assertThat(with).as(what + " " + played.titles()).hasSize(1);
      List<String> ranked = with.get(0).getCauses().stream().map(Cause::getEntity).toList();
      for (String symptom : world.symptomatic) {
        int at = ranked.indexOf(Shop.entity(symptom));
        if (at >= 0) {
          assertThat(ranked.indexOf(culprit)).as(what + " " + ranked).isBetween(0, at - 1);
        }
      }
      first += ranked.get(0).equals(culprit) ? 1 : 0;
    }
    assertThat(first).isEqualTo(WORLDS);
  }

  /** Several faults in one cluster at once; a third of what is not the culprits' own is lost. */
  @Test
  void faultsAtOnceAreToldApartThoughEvidenceIsLostAndLate() {
    for (long seed = 0; seed < WORLDS; seed++) {
      Random random = new Random(seed);
      List<RandomWorld> worlds = new ArrayList<>();
      List<Evidence> all = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(3); i++) {
        RandomWorld world = new RandomWorld(random.nextLong(), "w" + i);
        worlds.add(world);
        all.addAll(world.lossy(0.33, random.nextLong()));
      }
      all.addAll(Shop.ticks(181, 195));
      Playback played =
          Playback.of(RandomWorld.delayed(all, BEYOND_GRACE, random.nextLong()))
              .play(Shop.tick(196));
      for (RandomWorld world : worlds) {
        String culprit = Shop.entity(world.culprit);
        String what = "seed " + seed + ": " + world.kind + " of " + culprit + played.titles();
        List<Incident> with =
            played.incidents().stream()
                .filter(i -> i.getStatus() != IncidentStatus.MERGED)
                .filter(i -> i.getMembers().contains(culprit))
                .toList();
        assertThat(with).as(what).hasSize(1);
        assertThat(with.get(0).getMembers())
            .as("%s: other worlds are not in it", what)
            .allMatch(member -> member.contains("/" + world.culprit.substring(0, 2)));
        List<String> ranked = with.get(0).getCauses().stream().map(Cause::getEntity).toList();
        for (String symptom : world.symptomatic) {
          int at = ranked.indexOf(Shop.entity(symptom));
          if (at >= 0) {
            assertThat(ranked.indexOf(culprit)).as(what + ranked).isBetween(0, at - 1);
          }
        }
      }
    }
  }

  @Test
  void aSymptomIsInTheIncidentOfItsCause() {
    for (long seed = 0; seed < WORLDS; seed++) {
      RandomWorld world = new RandomWorld(seed);
      Playback played = Playback.of(world.delayed(WITHIN_GRACE, seed));
      assertThat(played.incidents().stream().filter(i -> i.getStatus() != IncidentStatus.MERGED))
          .as("seed %d: %s of %s: %s", seed, world.kind, world.culprit, played.titles())
          .hasSize(1);
    }
  }

  @Test
  void orderOfArrivalWithinTheGraceDoesNotMatter() {
    for (long seed = 0; seed < WORLDS / 3; seed++) {
      RandomWorld world = new RandomWorld(seed);
      List<byte[]> one = bytes(Playback.of(world.delayed(WITHIN_GRACE, 2 * seed)).updates());
      List<byte[]> other = bytes(Playback.of(world.delayed(WITHIN_GRACE, 2 * seed + 1)).updates());
      assertThat(other).as("seed " + seed).containsExactlyElementsOf(one);
    }
  }

  @Test
  void orderOfArrivalDoesNotMatterToSeveralFaultsAtOnceOfWhichMuchIsLost() {
    for (long seed = 0; seed < WORLDS / 10; seed++) {
      Random random = new Random(seed);
      List<Evidence> all = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(3); i++) {
        RandomWorld world = new RandomWorld(random.nextLong(), "w" + i);
        all.addAll(world.lossy(0.33, random.nextLong()));
      }
      long one = random.nextLong();
      long other = random.nextLong();
      List<byte[]> first =
          bytes(Playback.of(RandomWorld.delayed(all, WITHIN_GRACE, one)).updates());
      List<byte[]> second =
          bytes(Playback.of(RandomWorld.delayed(all, WITHIN_GRACE, other)).updates());
      assertThat(second).as("seed " + seed).containsExactlyElementsOf(first);
    }
  }

  @Test
  void aStateThatWasWrittenAndReadGoesOnAsIfNothingHadBeen() {
    for (long seed = 0; seed < WORLDS / 3; seed++) {
      RandomWorld world = new RandomWorld(seed);
      List<Evidence> log = world.delayed(WITHIN_GRACE, seed);
      List<byte[]> whole = bytes(Playback.of(log).updates());
      List<byte[]> parts = bytes(restarting(log, 25));
      assertThat(parts).as("seed " + seed).containsExactlyElementsOf(whole);
    }
  }

  /** Plays the log with a restart, from the written parts alone, every so many pieces. */
  private static List<Incident> restarting(List<Evidence> log, int every) {
    IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
    Map<String, Evidence> evidence = new TreeMap<>();
    Map<String, Incident> incidents = new TreeMap<>();
    List<Incident> updates = new ArrayList<>();
    ClusterState state = new ClusterState(Shop.CLUSTER);
    for (int i = 0; i < log.size(); i++) {
      updates.addAll(fold.fold(state, log.get(i)));
      ClusterState.Changed changed = state.drain();
      changed.evidence().forEach((key, value) -> write(evidence, key, value));
      changed.incidents().forEach((key, value) -> write(incidents, key, value));
      if (i % every == every - 1) {
        state = ClusterState.load(Shop.CLUSTER, evidence, incidents.values());
      }
    }
    return updates;
  }

  private static <V> void write(
      Map<String, V> parts, String key, @org.jspecify.annotations.Nullable V value) {
    if (value == null) {
      parts.remove(key);
    } else {
      parts.put(key, value);
    }
  }

  @Test
  void everySupportingPieceOfACauseIsInTheIncidentsEvidence() {
    for (long seed = 0; seed < WORLDS / 3; seed++) {
      Playback played = Playback.of(new RandomWorld(seed).delayed(WITHIN_GRACE, seed));
      for (Incident incident : played.incidents()) {
        List<String> ids = incident.getEvidence().stream().map(EvidenceRef::getId).toList();
        for (Cause cause : incident.getCauses()) {
          assertThat(ids).as("seed " + seed).containsAll(cause.getSupporting());
          assertThat(ids).as("seed " + seed).containsAll(cause.getAgainst());
          assertThat(cause.getConfidence()).isBetween(0.0, 1.0);
        }
        double sum = incident.getCauses().stream().mapToDouble(Cause::getConfidence).sum();
        assertThat(sum).isLessThanOrEqualTo(1.01);
      }
    }
  }

  private static List<byte[]> bytes(Collection<Incident> incidents) {
    List<byte[]> all = new ArrayList<>();
    SpecificDatumWriter<Incident> writer = new SpecificDatumWriter<>(Incident.class);
    for (Incident incident : incidents) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      try {
        writer.write(incident, encoder);
        encoder.flush();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      all.add(out.toByteArray());
    }
    return all;
  }
}
