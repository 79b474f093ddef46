package io.aicloudops.assistant.dashboard;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.RightSizing;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The forecast on the page as a browser draws it: past, fan, instances, advice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastChartTest {

  private static final int MINUTES = 60;

  /**
   * For each column of a chart how many pixels have the accent's colour and the highest of them.
   */
  private static final String INK =
      """
      (() => {
        const probe = document.createElement('i');
        probe.style.color = 'var(--accent)';
        document.body.append(probe);
        const accent = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
        probe.remove();
        const canvas = document.querySelectorAll('#detail .chart canvas')[%d];
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        const columns = Array.from({ length: width }, () => ({ count: 0, top: height }));
        for (let i = 0; i < data.length; i += 4) {
          const near = accent.every((part, c) => Math.abs(data[i + c] - part) < 12);
          if (near && data[i + 3] > 20) {
            const column = columns[(i / 4) %% width];
            column.count++;
            column.top = Math.min(column.top, Math.floor(i / 4 / width));
          }
        }
        return columns;
      })()
      """;

  private ApiServer api;
  private Browser browser;

  @BeforeAll
  void open(@TempDir Path stores, @TempDir Path profile) throws Exception {
    var program = Browser.installed();
    assumeTrue(program.isPresent(), "no Chromium is installed: the page is not looked at");
    api = new ApiServer(stores);
    fill();
    browser = Browser.start(program.get(), profile);
    // The page asks for the past up to its own clock.
    String clock = "{ const at = " + NOW.toEpochMilli() + "; Date.now = () => at; }";
    browser.open(api.uri("/#/forecast/" + FRONT), api.token(Role.VIEWER), clock);
    browser.until("document.querySelectorAll('#detail .chart canvas').length === 2");
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (api != null) {
      api.close();
    }
  }

  /** An hour of load by the minute, an hour of forecast whose fan opens, an advice. */
  private void fill() {
    api.views.put(Topics.TOPOLOGY, FRONT, Events.workload(FRONT, 2, 2, CART), NOW);
    api.views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 2, 2), NOW);
    for (int minute = -MINUTES; minute <= 0; minute++) {
      Instant time = NOW.plus(Duration.ofMinutes(minute));
      double load = 100 + 20 * Math.sin(minute / 8.0);
      api.views.put(Topics.SIGNALS, FRONT, Events.signals(FRONT, time, load, 0), time);
    }
    List<ForecastPoint> points = new ArrayList<>();
    for (int minute = 1; minute <= MINUTES; minute++) {
      double mean = 100 + 20 * Math.sin(minute / 8.0) + minute / 2.0;
      double wide = 4 + minute / 2.0;
      List<Double> quantiles =
          List.of(mean - wide, mean - wide / 2, mean, mean + wide / 2, mean + wide);
      points.add(new ForecastPoint(NOW.plus(Duration.ofMinutes(minute)), mean, quantiles));
    }
    Forecast forecast = Events.forecast(FRONT, 1);
    forecast.setStepMs(60_000);
    forecast.setLevels(List.of(0.025, 0.25, 0.5, 0.75, 0.975));
    forecast.setPoints(points);
    api.views.put(Topics.FORECASTS, FRONT + "/" + Events.LOAD + "/60000", forecast, NOW);
    Scaling scaling = Events.scaling(FRONT, 50);
    scaling.setResources(
        List.of(
            RightSizing.newBuilder()
                .setResource("cpu")
                .setRequest(0.25)
                .setLimit(0.6)
                .setPresentRequest(1)
                .setPresentLimit(2)
                .setEvidence("over 25 hours 95 % of the minutes used less than 0.2")
                .build()));
    api.views.put(Topics.SCALING, FRONT, scaling, NOW);
  }

  /** The highest pixel with ink around a share of a chart's width; rows count downwards. */
  private double top(int chart, double at) {
    JsonNode columns = browser.value(String.format(INK, chart));
    int x = (int) (at * columns.size());
    assertThat(columns.path(x).path("count").asInt()).isPositive();
    return columns.path(x).path("top").asDouble();
  }

  /** Ink in the plotted part of a chart, left and right of the middle: past and time to come. */
  private int[] ink(int chart) {
    JsonNode columns = browser.value(String.format(INK, chart));
    assertThat(columns.size()).isGreaterThan(300);
    int[] sides = new int[2];
    for (int x = 0; x < columns.size(); x++) {
      double at = (double) x / columns.size();
      // The axis takes the left edge, and the middle is where one becomes the other.
      if (at > 0.1 && Math.abs(at - 0.55) > 0.05) {
        sides[at < 0.55 ? 0 : 1] += columns.path(x).path("count").asInt();
      }
    }
    return sides;
  }

  @Test
  void theFanOpensWhereThePastEnds() throws IOException {
    browser.photograph(Path.of("target/screenshots/forecast.png"));
    int[] load = ink(0);
    assertThat(load[0]).as("accent in the past").isZero();
    assertThat(load[1]).as("accent in the time to come").isGreaterThan(2000);
    JsonNode columns = browser.value(String.format(INK, 0));
    int width = columns.size();
    double early = 0;
    double late = 0;
    for (int x = 0; x < width / 10; x++) {
      early += columns.path((int) (0.58 * width) + x).path("count").asInt();
      late += columns.path((int) (0.88 * width) + x).path("count").asInt();
    }
    assertThat(late).as("the fan opens").isGreaterThan(1.5 * early);
  }

  @Test
  void theInstancesAreAStairThatClimbs() {
    assertThat(top(1, 0.2)).as("three instances, then four").isGreaterThan(top(1, 0.95) + 5);
    assertThat(browser.value("document.querySelector('#detail .chart').ariaLabel").asText())
        .isNotEmpty();
  }

  @Test
  void theFiguresAndTheAdviceAreInWords() {
    String text = browser.value("document.getElementById('detail').innerText").asText();
    assertThat(text)
        .contains("load rises")
        .contains("0.7")
        .contains("94")
        .contains("seasonal")
        .contains("95 % of the minutes used less than 0.2");
    String recommended =
        browser.value("document.querySelector('#detail .figures dd').innerText").asText();
    assertThat(recommended).isEqualTo("4");
  }

  @Test
  void thePointerReadsTheValues() {
    JsonNode box =
        browser.value(
            "(() => { const { x, y, width, height } = document.querySelector('#detail .chart .u-over')"
                + ".getBoundingClientRect(); return { x: x + width * 0.9, y: y + height / 2 }; })()");
    browser.call(
        "Input.dispatchMouseEvent",
        Browser.parameters()
            .put("type", "mouseMoved")
            .put("x", box.path("x").asDouble())
            .put("y", box.path("y").asDouble()));
    String tip = "document.querySelector('#detail .chart .chart-tip')";
    browser.until(tip + ".hidden === false");
    assertThat(browser.value(tip + ".textContent").asText()).contains("≥").contains("≤");
  }
}
