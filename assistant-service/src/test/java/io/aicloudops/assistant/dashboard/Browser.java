package io.aicloudops.assistant.dashboard;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One page of a real browser, driven by the Chrome DevTools protocol. */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LISTENING = "DevTools listening on ws://";

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private @Nullable String script;

  private Browser(Process process, URI page, HttpClient client) {
    this.process = process;
    this.socket = client.newWebSocketBuilder().buildAsync(page, new Answers()).join();
  }

  /** Where a browser is installed; empty if there is none. */
  static Optional<Path> installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser")
        .map(Path::of)
        .filter(Files::isExecutable)
        .filter(Browser::starts)
        .findFirst();
  }

  /** Some of that name are only a word on how to install one. */
  private static boolean starts(Path program) {
    try {
      Process asked =
          new ProcessBuilder(program.toString(), "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return asked.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().exitValue()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts a browser with an empty page.
   *
   * @param profile an empty directory for what it writes
   */
  static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // Its own needs rights that a build seldom has; the page is ours.
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=1500,1300",
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String address = address(process);
      HttpClient client = HttpClient.newHttpClient();
      // It listens a moment before it has a page.
      URI page = await().atMost(PATIENCE).until(() -> page(client, address), Objects::nonNull);
      return new Browser(process, page, client);
    } catch (IOException | RuntimeException e) {
      end(process);
      throw e;
    }
  }

  private static @Nullable URI page(HttpClient client, String address)
      throws IOException, InterruptedException {
    var pages =
        client.send(
            HttpRequest.newBuilder(URI.create("http://" + address + "/json/list")).build(),
            BodyHandlers.ofString());
    for (JsonNode page : JSON.readTree(pages.body())) {
      if (page.path("type").asText().equals("page")) {
        return URI.create(page.path("webSocketDebuggerUrl").asText());
      }
    }
    return null;
  }

  /** Host and port; what it says afterwards is read so that it can go on writing. */
  private static String address(Process process) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread reader = new Thread(() -> said.lines().forEach(rest -> {}), "browser-stderr");
        reader.setDaemon(true);
        reader.start();
        return URI.create(line.substring(line.indexOf("ws://"))).getAuthority();
      }
    }
    throw new IOException("the browser ended before it could be driven");
  }

  /** Calls a method of the protocol with parameters as JSON. */
  JsonNode call(String method, JsonNode parameters) {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).join();
    JsonNode told = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (told.has("error")) {
      throw new IllegalStateException(method + ": " + told.path("error"));
    }
    return told.path("result");
  }

  static ObjectNode parameters() {
    return JSON.createObjectNode();
  }

  /**
   * Opens a page.
   *
   * @param token that its requests carry
   * @param before a script that runs before those of the page
   */
  void open(URI page, String token, String before) {
    call("Network.enable", parameters());
    ObjectNode headers = parameters();
    headers.putObject("headers").put("Authorization", "Bearer " + token);
    call("Network.setExtraHTTPHeaders", headers);
    call("Page.enable", parameters());
    String former = script;
    if (former != null) {
      call("Page.removeScriptToEvaluateOnNewDocument", parameters().put("identifier", former));
    }
    script =
        call("Page.addScriptToEvaluateOnNewDocument", parameters().put("source", before))
            .path("identifier")
            .asText();
    // From elsewhere: to another place of the page that is open it would not be loaded anew.
    call("Page.navigate", parameters().put("url", "about:blank"));
    call("Page.navigate", parameters().put("url", page.toString()));
  }

  /** The value of a JavaScript expression. */
  JsonNode value(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            parameters().put("expression", expression).put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until a JavaScript expression is true. */
  void until(String expression) {
    await(expression).atMost(PATIENCE).until(() -> value(expression).asBoolean());
  }

  /** Writes what is seen as a PNG. */
  void photograph(Path file) throws IOException {
    JsonNode shot = call("Page.captureScreenshot", parameters().put("format", "png"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  @Override
  public void close() {
    socket.abort();
    end(process);
  }

  /** Its children still write into the profile until they are gone. */
  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void take(String message) {
      try {
        JsonNode node = JSON.readTree(message);
        CompletableFuture<JsonNode> waiting = answers.remove(node.path("id").asInt());
        if (waiting != null) {
          waiting.complete(node);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
