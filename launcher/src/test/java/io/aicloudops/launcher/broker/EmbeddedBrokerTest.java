package io.aicloudops.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @TempDir Path directory;

  @Test
  void keepsItsTopicsAndItsPortOverARestart() throws Exception {
    String address;
    assertThat(EmbeddedBroker.inUse(directory)).isFalse();
    try (EmbeddedBroker first = new EmbeddedBroker(directory, 0)) {
      first.start();
      assertThat(EmbeddedBroker.inUse(directory)).isTrue();
      address = first.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
        admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1))).all().get();
      }
    }

    assertThat(EmbeddedBroker.inUse(directory)).as("it has ended").isFalse();
    try (EmbeddedBroker second = new EmbeddedBroker(directory, 0)) {
      second.start();

      assertThat(second.bootstrapServers()).isEqualTo(address);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
        Set<String> names = admin.listTopics().names().get();
        assertThat(names).contains("kept");
      }
    }
  }

  @Test
  void namesTheSettingWhenItsPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
        EmbeddedBroker broker = new EmbeddedBroker(directory, taken.getLocalPort())) {
      assertThatThrownBy(broker::start)
          .hasMessageContaining("embedded.kafka-port")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }
}
