package io.aicloudops.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aicloudops.runtime.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedLogTest {

  @TempDir Path data;

  /** An address of this machine that others may reach. */
  private static Optional<String> outside() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  private static int port(String hostAndPort) {
    return Integer.parseInt(hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1));
  }

  private static void connect(String host, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 5_000);
    }
  }

  @Test
  void isReachedFromOutsideWhereItIsAdvertised() throws Exception {
    String host = outside().orElse("");
    assumeTrue(!host.isEmpty(), "this machine has loopback only");
    try (EmbeddedLog log = EmbeddedLog.start(new EmbeddedSettings(data, 0, 0, host))) {
      int port = port(log.bootstrapServers());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", host + ":" + port))) {
        assertThat(admin.describeCluster().nodes().get())
            .singleElement()
            .satisfies(node -> assertThat(node.host()).isEqualTo(host));
      }
      connect(host, URI.create(log.registryUrl()).getPort());
      connect("localhost", URI.create(log.registryUrl()).getPort());
      assertThat(Files.readString(data.resolve("kafka").resolve("server.properties")))
          .contains("CONTROLLER\\://localhost\\:");
    }
  }

  @Test
  void isOnLoopbackOnlyUnlessItIsSet() throws Exception {
    String host = outside().orElse("");
    assumeTrue(!host.isEmpty(), "this machine has loopback only");
    EmbeddedSettings settings =
        Settings.of(
                Map.of(
                    "embedded.data", data.toString(),
                    "embedded.kafka-port", 0,
                    "embedded.registry-port", 0))
            .read(EmbeddedSettings.SECTION);
    try (EmbeddedLog log = EmbeddedLog.start(settings)) {
      assertThatThrownBy(() -> connect(host, port(log.bootstrapServers())))
          .isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> connect(host, port(log.registryUrl())))
          .isInstanceOf(ConnectException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host:9092", "0.0.0.0", "127.0.0.1", "[::1]", "a,b", "http://x"})
  void anAddressThatNobodyReachesIsNamed(String host) {
    assertThatThrownBy(() -> new EmbeddedSettings(data, 0, 0, host))
        .hasMessageContaining("advertised-host");
  }
}
