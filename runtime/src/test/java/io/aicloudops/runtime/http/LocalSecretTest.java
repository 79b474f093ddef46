package io.aicloudops.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretTest {

  @TempDir private Path folder;

  @Test
  void isMadeOnceForItsOwnerOnly() throws IOException {
    String secret = LocalSecret.in(folder.resolve("data"));
    assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
    assertThat(LocalSecret.in(folder.resolve("data"))).isEqualTo(secret);
    Path file = folder.resolve("data/token.secret");
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void isTheSameForAllThatAskFirst() throws Exception {
    int readers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(readers);
    try {
      for (int round = 0; round < 200; round++) {
        Path data = folder.resolve("round-" + round);
        CyclicBarrier start = new CyclicBarrier(readers);
        Callable<String> reader =
            () -> {
              start.await();
              return LocalSecret.in(data);
            };
        List<String> read = new ArrayList<>();
        for (Future<String> secret :
            threads.invokeAll(java.util.Collections.nCopies(readers, reader))) {
          read.add(secret.get());
        }
        assertThat(read).doesNotContain("").containsOnly(read.get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
