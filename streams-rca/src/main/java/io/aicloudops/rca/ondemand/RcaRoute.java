package io.aicloudops.rca.ondemand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.rca.analysis.RcaAnalysis;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Cause;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * {@code POST /api/v1/rca}. Texts are Chinese unless the parameter {@code lang} or the header
 * Accept-Language asks for English.
 */
public final class RcaRoute implements HttpModule {

  private final Recent recent;
  private final ObjectMapper json = HttpServer.json();

  /** Answers from what was heard recently. */
  public RcaRoute(Recent recent) {
    this.recent = recent;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post("/api/v1/rca", this::answer, Role.VIEWER);
  }

  private void answer(Context context) {
    String type = Objects.requireNonNullElse(context.contentType(), "application/json");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw Problem.unsupportedMedia("the body has to be application/json, but is " + type);
    }
    for (String name : context.queryParamMap().keySet()) {
      if (!name.equals("lang")) {
        throw Problem.unknown("parameter", name, List.of("lang"));
      }
    }
    JsonNode body = parse(context.bodyAsBytes());
    RcaAnalysis.Question question =
        RcaRequest.read(body.isMissingNode() ? json.createObjectNode() : body, recent.now());
    RcaAnalysis.Findings findings = recent.analyse(question);
    boolean zh = chinese(context);
    Map<String, Object> analysis = new LinkedHashMap<>();
    analysis.put("root_causes", findings.causes().stream().map(c -> cause(c, zh)).toList());
    analysis.put("correlations", findings.correlations().stream().map(RcaRoute::pair).toList());
    context.json(Map.of("analysis", analysis));
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Problem.badRequest("the body cannot be read: " + e.getMessage());
    }
  }

  private static boolean chinese(Context context) {
    String asked =
        Objects.requireNonNullElse(
            context.queryParam("lang"),
            Objects.requireNonNullElse(context.header("Accept-Language"), ""));
    return !asked.toLowerCase(Locale.ROOT).startsWith("en");
  }

  private static Map<String, Object> cause(Cause cause, boolean zh) {
    Map<String, Object> told = new LinkedHashMap<>();
    boolean translated = zh && !cause.getSummaryZh().isEmpty();
    List<String> steps =
        zh && !cause.getRecommendationsZh().isEmpty()
            ? cause.getRecommendationsZh()
            : cause.getRecommendations();
    told.put("cause", translated ? cause.getSummaryZh() : cause.getSummary());
    told.put("confidence", cause.getConfidence());
    told.put("affected_resources", cause.getAffected());
    told.put("recommendations", steps);
    told.put("entity", cause.getEntity());
    told.put("fault", cause.getFault());
    told.put("change_id", cause.getChangeId());
    return told;
  }

  private static Map<String, Object> pair(RcaAnalysis.Pair pair) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("metric_a", pair.a());
    told.put("metric_b", pair.b());
    told.put("correlation", pair.correlation());
    told.put("lag_seconds", pair.lagMs() / 1000.0);
    return told;
  }
}
