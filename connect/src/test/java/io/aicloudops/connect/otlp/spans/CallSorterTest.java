package io.aicloudops.connect.otlp.spans;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CallSorterTest {

  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli() * 1000;
  private static final Subject CART = subject("cart");
  private static final Subject STOCK = subject("stock");

  private final Workloads workloads = new Workloads("c");
  private final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1), 1000);
  private SpanPairs pairs = new SpanPairs(1000);

  private static Subject subject(String name) {
    return new Subject(
        EntityId.parse("c/shop/Deployment/" + name), name + "-5d9c7b8f6d-2bcdf", Set.of());
  }

  private static Span made(long trace, String peer, long tookUs, boolean failed) {
    return new Span(
        new Span.Id(7, trace, 1),
        0,
        CART,
        CallSide.MADE,
        true,
        "GET",
        peer,
        "",
        NOON,
        NOON + tookUs,
        failed);
  }

  private static Span answered(long trace, long tookUs) {
    return new Span(
        new Span.Id(7, trace, 2),
        1,
        STOCK,
        CallSide.ANSWERED,
        true,
        "/reserve",
        "",
        "",
        NOON,
        NOON + tookUs,
        false);
  }

  private CallSorter sorter() {
    return new CallSorter(pairs, workloads, calls, 10_000);
  }

  private List<CallBatch> sort(Span... spans) {
    CallSorter sorter = sorter();
    List.of(spans).forEach(sorter::add);
    return sorter.batches();
  }

  private static CallGroup group(List<CallBatch> batches, String name) {
    return batches.stream()
        .flatMap(batch -> batch.getGroups().stream())
        .filter(group -> group.getName().equals(name))
        .reduce(
            (a, b) -> {
              a.getDurations().addAll(b.getDurations());
              a.getFailures().addAll(b.getFailures());
              a.getGaps().addAll(b.getGaps());
              return a;
            })
        .orElseThrow();
  }

  private List<String> edges() {
    List<String> edges = new ArrayList<>();
    calls.forEach((from, to) -> to.forEach(t -> edges.add(from.name() + " > " + t.name())));
    return edges;
  }

  @Test
  void makesOneBatchOfAMembersCallsWithinAnInterval() {
    List<CallBatch> batches =
        sort(answered(1, 3000), answered(2, 4000), made(9, "bank", 5000, true));

    assertThat(batches).hasSize(2);
    CallBatch stock = batches.get(0);
    assertThat(stock.getEntity()).isEqualTo("c/shop/Deployment/stock");
    assertThat(stock.getMember()).isEqualTo("stock-5d9c7b8f6d-2bcdf");
    assertThat(stock.getTime()).isEqualTo(Instant.parse("2026-03-01T12:00:10Z"));
    assertThat(stock.getIntervalMs()).isEqualTo(10_000);
    assertThat(group(batches, "/reserve").getDurations()).containsExactly(3000L, 4000L);
    assertThat(group(batches, "bank").getFailures()).containsExactly(5000L);
    assertThat(edges()).containsExactly("cart > bank");
  }

  @Test
  void findsTheOtherSideOfACallInWhateverOrderTheyCome() {
    List<CallBatch> after = sort(made(1, "", 9000, false));
    assertThat(after).isEmpty();
    after = sort(answered(1, 3000));
    assertThat(group(after, "stock").getDurations()).containsExactly(9000L);
    assertThat(group(after, "stock").getGaps()).containsExactly(6000L);

    sort(answered(2, 3000));
    List<CallBatch> before = sort(made(2, "", 8000, true));
    assertThat(group(before, "stock").getFailures()).containsExactly(8000L);
    assertThat(group(before, "stock").getGaps()).containsExactly(5000L);
    assertThat(edges()).containsExactly("cart > stock");
  }

  @Test
  void countsACallOnceThatNamesItsTarget() {
    List<CallBatch> batches = sort(made(1, "stock:8080", 9000, false), answered(1, 10_000));

    assertThat(group(batches, "stock").getDurations()).containsExactly(9000L);
    assertThat(group(batches, "stock").getGaps()).containsExactly(0L);
  }

  @Test
  void countsASpanThatComesTwiceOnce() {
    CallSorter sorter = sorter();
    sorter.add(answered(1, 3000));
    sorter.add(answered(1, 3000));
    assertThat(group(sorter.batches(), "/reserve").getDurations()).hasSize(1);
    assertThat(sorter.duplicates()).isEqualTo(1);
  }

  @Test
  void takesTheSameAgainWhenTheLogDidNotTakeIt() {
    Span[] request = {made(1, "", 9000, false), answered(1, 3000), made(2, "bank", 10, false)};
    CallSorter failed = sorter();
    List.of(request).forEach(failed::add);
    List<CallBatch> lost = failed.batches();
    failed.undo();

    List<CallBatch> again = sort(request);
    assertThat(again).isEqualTo(lost);
    assertThat(sort(request)).isEmpty();
  }

  @Test
  void givesASentAgainRequestTheSameIdAndAnotherRequestAnother() {
    String id = sort(answered(1, 3000)).get(0).getId();
    pairs = new SpanPairs(10);
    assertThat(sort(answered(1, 3000)).get(0).getId()).isEqualTo(id);
    assertThat(sort(answered(2, 3000)).get(0).getId()).isNotEqualTo(id);
  }

  @Test
  void namesWhatIsNoServiceOfTheClusterAndLearnsNoCallOfIt() {
    assertThat(group(sort(made(1, "api.example.com:443", 5, false)), "api.example.com"))
        .isNotNull();
    Span database =
        new Span(
            new Span.Id(7, 5, 1),
            0,
            CART,
            CallSide.MADE,
            true,
            "SELECT",
            "10.0.0.7",
            "postgresql",
            NOON,
            NOON + 5,
            false);
    assertThat(group(sort(database), "postgresql").getDurations()).containsExactly(5L);
    assertThat(edges()).isEmpty();
  }

  @Test
  void forgetsTheOldestWhenThereAreVeryMany() {
    pairs = new SpanPairs(3);
    sort(made(1, "", 9000, false));
    for (int trace = 10; trace < 20; trace++) {
      sort(made(trace, "", 1, false));
    }
    assertThat(group(sort(answered(1, 3000)), "/reserve").getDurations()).hasSize(1);
    assertThat(edges()).isEmpty();
  }

  @Test
  void theOrderOfArrivalDoesNotChangeWhatIsCounted() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Span> spans = new ArrayList<>();
    for (int trace = 0; trace < 200; trace++) {
      long inside = random.nextInt(50_000);
      if (random.nextInt(10) > 0) {
        spans.add(
            made(trace, random.nextBoolean() ? "stock" : "", inside + 500, random.nextBoolean()));
      }
      if (random.nextInt(10) > 0) {
        spans.add(answered(trace, inside));
      }
    }
    SortedMap<String, List<Long>> first = counted(spans);
    Collections.shuffle(spans, random);
    spans.addAll(spans.subList(0, 50));
    assertThat(counted(spans)).isEqualTo(first);
  }

  private SortedMap<String, List<Long>> counted(List<Span> spans) {
    pairs = new SpanPairs(1000);
    TreeMap<String, List<Long>> counted = new TreeMap<>();
    for (int from = 0; from < spans.size(); from += 7) {
      CallSorter sorter = sorter();
      spans.subList(from, Math.min(from + 7, spans.size())).forEach(sorter::add);
      for (CallBatch batch : sorter.batches()) {
        for (CallGroup group : batch.getGroups()) {
          String name = group.getSide() + " " + group.getName();
          add(counted, name + " good", group.getDurations());
          add(counted, name + " bad", group.getFailures());
          add(counted, name + " gap", group.getGaps());
        }
      }
    }
    counted.values().forEach(Collections::sort);
    return counted;
  }

  private static void add(Map<String, List<Long>> to, String name, List<Long> values) {
    to.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values);
  }
}
