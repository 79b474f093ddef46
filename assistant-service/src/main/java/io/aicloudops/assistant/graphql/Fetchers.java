package io.aicloudops.assistant.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.insight.ServiceMap;
import io.aicloudops.assistant.insight.SignalCourse;
import io.aicloudops.assistant.live.LiveFeed;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What answers the schema's fields. */
final class Fetchers {

  /** Where the asker is found in the execution's context. */
  static final String ASKER = "asker";

  private static final int MOST = 500;
  private static final int MOST_POINTS = 2000;
  private static final Duration USUAL_SPAN = Duration.ofMinutes(30);

  private final Views views;
  private final Commands commands;
  private final LiveFeed feed;
  private final Clock clock;

  Fetchers(Views views, Commands commands, LiveFeed feed, Clock clock) {
    this.views = views;
    this.commands = commands;
    this.feed = feed;
    this.clock = clock;
  }

  List<Incident> incidents(DataFetchingEnvironment env) {
    String status = env.getArgument("status");
    String namespace = env.getArgument("namespace");
    return page(
        env,
        View.INCIDENTS,
        i -> same(status, i.getStatus().name()) && (namespace == null || in(namespace, i)));
  }

  private static boolean in(String namespace, Incident incident) {
    return incident.getMembers().stream()
        .flatMap(member -> EntityId.tryParse(member).stream())
        .anyMatch(id -> id.namespace().equals(namespace));
  }

  @Nullable Incident incident(DataFetchingEnvironment env) {
    return views.one(View.INCIDENTS, argument(env, "id")).orElse(null);
  }

  List<Remediation> remediations(DataFetchingEnvironment env) {
    String state = env.getArgument("state");
    String incident = env.getArgument("incident");
    return page(
        env,
        View.REMEDIATIONS,
        r -> same(state, r.getState().name()) && same(incident, r.getIncidentId()));
  }

  @Nullable Remediation remediation(DataFetchingEnvironment env) {
    return views.one(View.REMEDIATIONS, argument(env, "id")).orElse(null);
  }

  List<Remediation> remediationsOf(DataFetchingEnvironment env) {
    Incident incident = env.getSource();
    return views.all(View.REMEDIATIONS).rows().stream()
        .filter(r -> incident != null && r.getIncidentId().equals(incident.getId()))
        .sorted(Comparator.comparing(Remediation::getCreatedAt).reversed())
        .toList();
  }

  List<Anomaly> anomalies(DataFetchingEnvironment env) {
    String status = env.getArgument("status");
    String entity = env.getArgument("entity");
    return page(
        env,
        View.ANOMALIES,
        a -> same(status, a.getStatus().name()) && same(entity, a.getEntity()));
  }

  List<Forecast> forecasts(DataFetchingEnvironment env) {
    String entity = env.getArgument("entity");
    return page(env, View.FORECASTS, f -> same(entity, f.getEntity()));
  }

  ServiceMap topology(DataFetchingEnvironment env) {
    String namespace = env.getArgument("namespace");
    ServiceMap map =
        ServiceMap.of(
            views.all(View.TOPOLOGY).rows(),
            views.all(View.INCIDENTS).rows(),
            views.all(View.ANOMALIES).rows());
    if (namespace == null) {
      return map;
    }
    List<ServiceMap.Node> nodes =
        map.nodes().stream().filter(n -> n.entity().namespace().equals(namespace)).toList();
    List<String> names = nodes.stream().map(n -> n.entity().toString()).toList();
    List<ServiceMap.Link> links =
        map.links().stream()
            .filter(link -> names.contains(link.from()) && names.contains(link.to()))
            .toList();
    return new ServiceMap(nodes, links);
  }

  List<SignalCourse> signals(DataFetchingEnvironment env) {
    Instant to = env.getArgument("to");
    Instant from = env.getArgument("from");
    Instant until = to == null ? clock.instant() : to;
    Instant since = from == null ? until.minus(USUAL_SPAN) : from;
    List<String> wanted = env.getArgument("signal");
    int points = number(env, "points", 1, MOST_POINTS);
    return SignalCourse.of(
        views.signals(argument(env, "entity"), since, until),
        wanted == null ? List.of() : wanted,
        points);
  }

  Map<String, String> approve(DataFetchingEnvironment env) {
    return receipt(
        commands.approve(
            argument(env, "remediation"),
            argument(env, "diffHash"),
            argument(env, "reason"),
            asker(env)));
  }

  Map<String, String> reject(DataFetchingEnvironment env) {
    return receipt(
        commands.reject(argument(env, "remediation"), argument(env, "reason"), asker(env)));
  }

  private static Map<String, String> receipt(Command command) {
    return Map.of("commandId", command.getId(), "status", "accepted");
  }

  private static Principal asker(DataFetchingEnvironment env) {
    return env.getGraphQlContext().getOrDefault(ASKER, Principal.ANONYMOUS);
  }

  Flow.Publisher<SpecificRecord> updates(String type) {
    return new LivePublisher(feed, type);
  }

  private <V extends SpecificRecord> List<V> page(
      DataFetchingEnvironment env, View<V> view, Predicate<V> wanted) {
    int limit = number(env, "limit", 1, MOST);
    int offset = number(env, "offset", 0, Integer.MAX_VALUE);
    Views.Found<V> found = views.all(view);
    if (!found.complete()) {
      throw Problem.unavailable("these replicas do not answer: " + found.missing());
    }
    return found.rows().stream()
        .filter(wanted)
        .sorted(
            Comparator.comparing(view.time()).reversed().thenComparing(SpecificRecord::toString))
        .skip(offset)
        .limit(limit)
        .toList();
  }

  private static int number(DataFetchingEnvironment env, String name, int least, int most) {
    Integer number = env.getArgument(name);
    if (number == null || number < least || number > most) {
      throw Problem.badField(name, name + " is from " + least + " to " + most + ", not " + number);
    }
    return number;
  }

  private static String argument(DataFetchingEnvironment env, String name) {
    String text = env.getArgument(name);
    return text == null ? "" : text;
  }

  private static boolean same(@Nullable String wanted, String is) {
    return wanted == null || wanted.equals(is);
  }
}
