package io.aicloudops.forecast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateTest {

  @Test
  void readsWhatWasWritten() {
    float[] many = new float[1000];
    many[999] = 3;
    byte[] bytes =
        new StateWriter(7)
            .putInt(1)
            .putLong(2)
            .putFloat(3)
            .putDouble(4)
            .putText("负载/s")
            .putFloats(many)
            .putDoubles(new double[] {5})
            .bytes();
    StateReader in = new StateReader(bytes, 7);
    assertThat(in.getInt()).isEqualTo(1);
    assertThat(in.getLong()).isEqualTo(2);
    assertThat(in.getFloat()).isEqualTo(3);
    assertThat(in.getDouble()).isEqualTo(4);
    assertThat(in.getText()).isEqualTo("负载/s");
    float[] read = new float[1000];
    in.getFloats(read);
    assertThat(read).isEqualTo(many);
    double[] one = new double[1];
    in.getDoubles(one);
    assertThat(one).containsExactly(5);
  }

  @Test
  void anotherVersionIsRefusedByName() {
    byte[] bytes = new StateWriter(3).bytes();
    assertThatThrownBy(() -> new StateReader(bytes, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 3")
        .hasMessageContaining("version 4");
    assertThatThrownBy(() -> new StateReader(new byte[0], 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCutStateIsRefused() {
    byte[] bytes = new StateWriter(3).putInt(5).bytes();
    assertThatThrownBy(() -> new StateReader(bytes, 3).getLong())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends after");
  }
}
