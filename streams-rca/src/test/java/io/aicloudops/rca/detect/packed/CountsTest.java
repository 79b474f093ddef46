package io.aicloudops.rca.detect.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static byte[] written(int... counts) {
    Packer out = new Packer();
    Counts.write(counts, out);
    return out.toBytes();
  }

  @Property
  void comesBackAsItWas(@ForAll @Size(max = 50) int[] numbers) {
    int[] counts = Arrays.stream(numbers).map(number -> number & Integer.MAX_VALUE).toArray();
    Unpacker in = new Unpacker(written(counts));
    int[] back = new int[counts.length];
    Counts.read(back, in);

    assertThat(back).isEqualTo(counts);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void neighboursThatSawAboutAsMuchCostLessThanTheirWidth() {
    Random random = new Random(1);
    int[] counts = new int[40];
    Arrays.setAll(counts, k -> 4000 + random.nextInt(500));

    assertThat(written(counts).length).isLessThan(40 * 15 / 8);
    assertThat(written(new int[40]).length).isEqualTo(5);
  }

  @Test
  void readsWhatEarlierStatesHave() {
    Packer out = new Packer();
    out.n(3);
    out.n(70_000);
    Unpacker in = new Unpacker(out.toBytes());
    in.version(3);
    int[] back = new int[2];
    Counts.read(back, in);

    assertThat(back).containsExactly(3, 70_000);
  }
}
