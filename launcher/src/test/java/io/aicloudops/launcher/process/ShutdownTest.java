package io.aicloudops.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {

  @TempDir Path directory;

  @Test
  void closesTheLastFirstAndGoesOnWhenOneFails() {
    List<String> closed = new ArrayList<>();
    try (Shutdown shutdown = new Shutdown()) {
      AutoCloseable first = shutdown.closeLast(() -> closed.add("first"));
      AutoCloseable stuck =
          shutdown.closeLast(
              () -> {
                throw new IllegalStateException("stuck");
              });
      AutoCloseable last = shutdown.closeLast(() -> closed.add("last"));
      assertThat(List.of(first, stuck, last)).hasSize(3);
      assertThat(shutdown.asked()).isFalse();
    }

    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void letsCommandsFindTheProcessThatStartedLast() {
    assertThat(ClientFile.newest(List.of(directory))).isEmpty();

    new ClientFile(directory, URI.create("http://localhost:8090")).write();

    assertThat(ClientFile.newest(List.of(directory.resolve("none"), directory)).orElseThrow().url())
        .hasPort(8090);
  }
}
