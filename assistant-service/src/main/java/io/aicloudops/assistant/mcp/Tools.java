package io.aicloudops.assistant.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.api.Places;
import io.aicloudops.assistant.api.Predictions;
import io.aicloudops.assistant.insight.ServiceMap;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.json.IncidentJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.Problem;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** What each tool answers, as JSON. */
final class Tools {

  private static final int MOST = 50;
  private static final int HOURS = 24;
  private static final double CONFIDENCE = 0.95;

  private final Views views;
  private final Predictions predictions;
  private final Places places;

  Tools(Views views, Predictions predictions, Places places) {
    this.views = views;
    this.predictions = predictions;
    this.places = places;
  }

  JsonNode incidents(Map<String, Object> arguments) {
    String status = text(arguments, "status");
    return rows(
        View.INCIDENTS,
        i -> status.isEmpty() || EventJson.text(i.getStatus()).equals(status),
        IncidentJson::summary);
  }

  JsonNode explainIncident(Map<String, Object> arguments) {
    String id = text(arguments, "id");
    return EventJson.of(
        views
            .one(View.INCIDENTS, id)
            .orElseThrow(() -> Problem.notFound("there is no incident " + id)));
  }

  JsonNode remediations(Map<String, Object> arguments) {
    String state = text(arguments, "state");
    return rows(
        View.REMEDIATIONS,
        r -> state.isEmpty() || EventJson.text(r.getState()).equals(state),
        EventJson::of);
  }

  JsonNode forecast(Map<String, Object> arguments) {
    return predictions.of(HOURS, CONFIDENCE, text(arguments, "service"), "");
  }

  JsonNode topology() {
    ServiceMap map =
        ServiceMap.of(
            views.all(View.TOPOLOGY).rows(),
            views.all(View.INCIDENTS).rows(),
            views.all(View.ANOMALIES).rows());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode nodes = answer.putArray("nodes");
    map.nodes()
        .forEach(
            node ->
                nodes
                    .addObject()
                    .put("entity", node.entity().toString())
                    .put("state", EventJson.text(node.state())));
    ArrayNode edges = answer.putArray("edges");
    map.links()
        .forEach(
            link ->
                edges
                    .addObject()
                    .put("from", link.from())
                    .put("to", link.to())
                    .put("type", EventJson.text(link.type())));
    return answer;
  }

  JsonNode ask(Map<String, Object> arguments, String asker) {
    String query = text(arguments, "query");
    var answer = places.answer(Question.of(query, asker));
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("response", answer.response());
    ArrayNode sources = node.putArray("sources");
    answer.sources().forEach(source -> sources.add(source.title()));
    return node;
  }

  private <V extends SpecificRecord> ArrayNode rows(
      View<V> view, Predicate<V> wanted, Function<V, ObjectNode> shown) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    views.all(view).rows().stream()
        .filter(wanted)
        .sorted(
            Comparator.comparing(view.time()).reversed().thenComparing(SpecificRecord::toString))
        .limit(MOST)
        .map(shown)
        .forEach(rows::add);
    return rows;
  }

  private static String text(Map<String, Object> arguments, String name) {
    return arguments.getOrDefault(name, "").toString();
  }
}
