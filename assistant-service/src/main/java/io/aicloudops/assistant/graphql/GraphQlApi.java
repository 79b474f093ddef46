package io.aicloudops.assistant.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.AsyncSerialExecutionStrategy;
import graphql.execution.SubscriptionExecutionStrategy;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetcherFactories;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.PropertyDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.aicloudops.assistant.insight.ServiceMap;
import io.aicloudops.runtime.http.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Executes GraphQL operations. */
final class GraphQlApi {

  /** Deep enough for the introspection query of the usual tools. */
  private static final int DEEPEST = 15;

  private static final int MOST_COMPLEX = 600;

  private final GraphQL graphQl;

  GraphQlApi(Fetchers fetchers) {
    FetchErrors errors = new FetchErrors();
    this.graphQl =
        GraphQL.newGraphQL(
                new SchemaGenerator()
                    .makeExecutableSchema(new SchemaParser().parse(schema()), wiring(fetchers)))
            .queryExecutionStrategy(new AsyncExecutionStrategy(errors))
            .mutationExecutionStrategy(new AsyncSerialExecutionStrategy(errors))
            .subscriptionExecutionStrategy(new SubscriptionExecutionStrategy(errors))
            .instrumentation(
                new ChainedInstrumentation(
                    List.of(
                        new MaxQueryDepthInstrumentation(DEEPEST),
                        new MaxQueryComplexityInstrumentation(MOST_COMPLEX))))
            .build();
  }

  /** The schema's text. */
  static String schema() {
    try (InputStream in = GraphQlApi.class.getResourceAsStream("/graphql/schema.graphqls")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeWiring wiring(Fetchers fetchers) {
    DataFetcher<?> entityText =
        env -> Objects.requireNonNull(env.<ServiceMap.Node>getSource()).entity().toString();
    return RuntimeWiring.newRuntimeWiring()
        .scalar(Scalars.dateTime())
        .scalar(Scalars.texts())
        .codeRegistry(
            GraphQLCodeRegistry.newCodeRegistry()
                .defaultDataFetcher(DataFetcherFactories.useDataFetcher(GraphQlApi::property)))
        .type(
            "Query",
            type ->
                type.dataFetcher("incidents", fetchers::incidents)
                    .dataFetcher("incident", fetchers::incident)
                    .dataFetcher("remediations", fetchers::remediations)
                    .dataFetcher("remediation", fetchers::remediation)
                    .dataFetcher("anomalies", fetchers::anomalies)
                    .dataFetcher("topology", fetchers::topology)
                    .dataFetcher("forecasts", fetchers::forecasts)
                    .dataFetcher("signals", fetchers::signals))
        .type(
            "Mutation",
            type ->
                type.dataFetcher("approve", fetchers::approve)
                    .dataFetcher("reject", fetchers::reject))
        .type(
            "Subscription",
            type ->
                type.dataFetcher("incidentUpdates", env -> fetchers.updates("incident"))
                    .dataFetcher("remediationUpdates", env -> fetchers.updates("remediation")))
        .type("Incident", type -> type.dataFetcher("remediations", fetchers::remediationsOf))
        .type("Node", type -> type.dataFetcher("entity", entityText))
        .build();
  }

  /** The property of the field's name; a number that is not known (NaN) is null. */
  private static @Nullable Object property(DataFetchingEnvironment env) {
    Object value = PropertyDataFetcher.fetching(env.getFieldDefinition().getName()).get(env);
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }

  /** Executes an operation for somebody. */
  CompletableFuture<ExecutionResult> execute(
      String query, @Nullable String operation, Map<String, Object> variables, Principal asker) {
    return graphQl.executeAsync(
        ExecutionInput.newExecutionInput()
            .query(query)
            .operationName(operation)
            .variables(variables)
            .graphQLContext(Map.of(Fetchers.ASKER, asker))
            .build());
  }
}
