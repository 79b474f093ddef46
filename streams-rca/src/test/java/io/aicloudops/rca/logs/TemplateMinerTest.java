package io.aicloudops.rca.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateMinerTest {

  private final TemplateMiner miner = new TemplateMiner(100);

  private TemplateMiner.Match take(String line) {
    return miner.take(line, 1);
  }

  @Test
  void leavesOpenWhatDiffersFromLineToLine() {
    take("connection to stock refused after 3 tries");
    take("connection to payment refused after 7 tries");
    take("user bob logged in from 10.0.0.7");

    assertThat(miner.templates())
        .containsExactly(
            "connection to <*> refused after <*> tries", "user bob logged in from <*>");
  }

  @Test
  void keepsTheNameThatATemplateCameWith() {
    TemplateMiner.Match first = take("connection to stock refused");
    TemplateMiner.Match second = take("connection to payment refused");

    assertThat(first.fresh()).isTrue();
    assertThat(second)
        .isEqualTo(new TemplateMiner.Match(first.template(), "connection to stock refused", false));
  }

  @Test
  void tellsLinesOfAnotherKindApart() {
    take("order 17 shipped to berlin");
    assertThat(take("order 18 cancelled by customer").fresh()).isTrue();
    assertThat(take("order 17 shipped").fresh()).isTrue();
  }

  @Test
  void takesFieldsApartFromTheirValues() {
    take("level=error took=35ms path=/a/b");
    assertThat(miner.templates()).containsExactly("level=error took=<*> path=/a/b");
  }

  @Test
  void takesAnyTextWhateverIsInIt() {
    assertThat(take("").fresh()).isTrue();
    assertThat(take("   ").fresh()).isFalse();
    assertThat(take("a\u0000b\tc\"{}\\").name()).isEqualTo("a b c\"{}\\");
    assertThat(take("x".repeat(500)).name()).hasSize(100);
    assertThat(take("w ".repeat(500)).fresh()).isTrue();
  }

  @Test
  void staysWithinItsBoundAndStillKnowsWhatIsNew() {
    TemplateMiner small = new TemplateMiner(50);
    for (int i = 0; i < 60; i++) {
      assertThat(small.take(kind(i), i).fresh()).isTrue();
    }
    small.take("gone to berlin with all", 60);
    small.take("gone to munich with all", 60);
    for (int i = 60; i < 150; i++) {
      small.take(kind(i), i);
    }

    assertThat(small.templates()).hasSizeLessThanOrEqualTo(50);
    for (int i = 0; i < 100; i++) {
      assertThat(small.take(kind(i), 200).fresh()).as("%s is back", kind(i)).isFalse();
    }
    assertThat(small.take("gone to rome with all", 200).fresh()).isFalse();
    assertThat(small.take("disk quota exceeded", 200).fresh()).isTrue();
  }

  @Test
  void claimsNothingWhereTooMuchIsForgotten() {
    TemplateMiner small = new TemplateMiner(50);
    for (int i = 0; i < 5_000; i++) {
      small.take(kind(i), 1_000L * i);
    }
    assertThat(small.take("disk quota exceeded", 5_000_000).fresh()).isFalse();
    assertThat(small.take("volume is read only", 5_000_000 + 21_600_000).fresh()).isTrue();
  }

  private static String kind(int number) {
    String word = letters(number * 7919 + 676);
    return word + " x" + word + " y" + word + " happened";
  }

  @Test
  void manyFirstWordsDoNotMakeManyTemplates() {
    for (int i = 0; i < 2000; i++) {
      take(letters(i) + letters(i * 31) + " has signed in to the shop");
    }
    assertThat(miner.templates()).hasSizeLessThan(60);
  }

  /** Letters alone: what has digits is a value from the first. */
  private static String letters(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number; rest > 0 || word.isEmpty(); rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.toString();
  }

  @Test
  void findsTheTemplatesThatLinesWereMadeOf() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> kinds =
        List.of(
            "GET request for % took % ms",
            "cache miss for key % in region %",
            "failed to reserve item % because stock is empty",
            "retrying call to % attempt %",
            "session % of user % has expired",
            "payment % declined by the bank with code %",
            "consumer group % rebalanced in % ms");
    Map<Integer, Set<Integer>> templatesOf = new HashMap<>();
    Map<Integer, Set<Integer>> kindsOf = new HashMap<>();
    for (int n = 0; n < 5000; n++) {
      int kind = random.nextInt(kinds.size());
      String line = kinds.get(kind);
      while (line.contains("%")) {
        line =
            line.replaceFirst(
                "%",
                random.nextInt(3) == 0 ? letters(random.nextInt(9999)) : "" + random.nextInt());
      }
      int template = take(line).template();
      templatesOf.computeIfAbsent(kind, k -> new HashSet<>()).add(template);
      kindsOf.computeIfAbsent(template, t -> new HashSet<>()).add(kind);
    }
    assertThat(kindsOf.values()).allMatch(all -> all.size() == 1);
    assertThat(kindsOf.keySet()).hasSizeLessThanOrEqualTo(4 * kinds.size());
  }

  @Test
  void goesOnFromItsStateAsIfNothingHadHappened() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    TemplateMiner whole = new TemplateMiner(60);
    TemplateMiner stored = new TemplateMiner(60);
    List<TemplateMiner.Match> expected = new ArrayList<>();
    List<TemplateMiner.Match> found = new ArrayList<>();
    for (int n = 0; n < 3000; n++) {
      StringBuilder line = new StringBuilder();
      for (int words = 1 + random.nextInt(5); words > 0; words--) {
        line.append(letters(random.nextInt(40))).append(' ');
      }
      expected.add(whole.take(line.toString(), n));
      Packer out = new Packer();
      stored.write(out);
      stored = new TemplateMiner(60);
      stored.read(new Unpacker(out.toBytes()));
      found.add(stored.take(line.toString(), n));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(stored.templates()).isEqualTo(whole.templates());
  }
}
