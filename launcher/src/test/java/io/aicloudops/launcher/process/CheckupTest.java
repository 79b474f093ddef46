package io.aicloudops.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckupTest {

  @Test
  void passwordsOfTheRegistryAreNotPrinted() {
    Checkup.Finding finding =
        Checkup.registry(List.of(URI.create("http://reader:tulip-rose@localhost:1")));
    assertThat(finding.grade()).isEqualTo(Checkup.Grade.BAD);
    assertThat(finding.what()).contains("@localhost:1").doesNotContain("tulip");
    assertThat(finding.advice()).doesNotContain("tulip");
  }
}
