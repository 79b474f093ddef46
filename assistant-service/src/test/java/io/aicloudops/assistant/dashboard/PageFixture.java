package io.aicloudops.assistant.dashboard;

import static io.aicloudops.assistant.Events.NOW;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A browser for all tests of a class, and a server of its own for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageFixture {

  /**
   * The page's clock stands at the server's, it asks again every second at the latest, and its
   * messages stay.
   */
  private static final String BEFORE =
      """
      {
        const at = %d;
        Date.now = () => at;
        const every = window.setInterval.bind(window);
        window.setInterval = (work, ms) => every(work, Math.min(ms, 1000));
        const later = window.setTimeout.bind(window);
        window.setTimeout = (work, ms = 0) => (ms < 5000 ? later(work, ms) : 0);
        localStorage.setItem('aiops.language', 'en');
      }
      """
          .formatted(NOW.toEpochMilli());

  /** In place of the live feed one that says hello and then nothing. */
  static final String LIVE =
      """
      window.WebSocket = class {
        static OPEN = 1;
        readyState = 1;
        constructor() {
          setTimeout(() => this.onmessage({ data: JSON.stringify({ id: '', type: 'hello' }) }));
        }
        close() {}
      };
      """;

  /** Until window.silent is false requests have no answer; the page's patience is short. */
  static final String SILENT =
      """
      {
        window.silent = true;
        const ask = window.fetch.bind(window);
        const never = ({ signal }) =>
          new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
        window.fetch = (path, options) => (window.silent ? never(options) : ask(path, options));
        const patience = AbortSignal.timeout.bind(AbortSignal);
        AbortSignal.timeout = (ms) => patience(ms / 20);
      }
      """;

  static final String CHINESE = "localStorage.setItem('aiops.language', 'zh');";

  private @Nullable Browser started;
  private @Nullable ApiServer serving;
  private @Nullable FrailViews seen;

  @BeforeAll
  void startBrowser(@TempDir Path profile) throws Exception {
    var program = Browser.installed();
    assumeTrue(program.isPresent(), "no Chromium is installed: the page is not looked at");
    started = Browser.start(program.get(), profile);
  }

  @BeforeEach
  void startServer(@TempDir Path stores) {
    serving = ApiServer.seeing(stores, views -> seen = new FrailViews(views));
  }

  @AfterEach
  void stopServer() {
    if (serving != null) {
      serving.close();
    }
  }

  @AfterAll
  void stopBrowser() {
    if (started != null) {
      started.close();
    }
  }

  Browser browser() {
    return Objects.requireNonNull(started);
  }

  FrailViews views() {
    return Objects.requireNonNull(seen);
  }

  private ApiServer api() {
    return Objects.requireNonNull(serving);
  }

  <V extends SpecificRecord> void put(Topic<V> topic, String key, V value, Instant time) {
    views().during(() -> api().views.put(topic, key, value, time));
  }

  void put(Incident incident) {
    put(Topics.INCIDENTS, incident.getId(), incident, NOW);
  }

  void put(Remediation remediation) {
    put(Topics.REMEDIATIONS, remediation.getId(), remediation, NOW);
  }

  /**
   * Opens the page.
   *
   * @param place after the #, such as /incident/i1
   * @param scripts to run before those of the page
   */
  void open(String place, Role role, String... scripts) {
    browser().open(api().uri("/#" + place), api().token(role), BEFORE + String.join("", scripts));
  }

  /** Waits until the text of an element, as it is seen, contains something. */
  void untilText(String selector, String text) {
    browser().until(found(selector) + "?.innerText.includes('" + text + "') === true");
  }

  String text(String selector) {
    return browser().value(found(selector) + ".innerText").asText();
  }

  boolean is(String expression) {
    return browser().value(expression).asBoolean();
  }

  static String found(String selector) {
    return "document.querySelector('" + selector + "')";
  }
}
