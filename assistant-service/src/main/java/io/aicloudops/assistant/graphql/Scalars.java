package io.aicloudops.assistant.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import io.aicloudops.runtime.time.Moments;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** The schema's own scalars. */
final class Scalars {

  private Scalars() {}

  /** A moment: an Instant inside, ISO-8601 outside. */
  static GraphQLScalarType dateTime() {
    return GraphQLScalarType.newScalar().name("DateTime").coercing(new DateTime()).build();
  }

  /** A map of texts; only ever read. */
  static GraphQLScalarType texts() {
    return GraphQLScalarType.newScalar().name("Texts").coercing(new Texts()).build();
  }

  private static final class DateTime implements Coercing<Instant, String> {

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Instant time) {
        return time.toString();
      }
      throw new CoercingSerializeException("no moment: " + value);
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
      try {
        return Moments.parse(input.toString());
      } catch (DateTimeException e) {
        throw new CoercingParseValueException(
            "is a time such as 2026-01-31T08:00:00Z, not " + input, e);
      }
    }

    @Override
    public Instant parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      try {
        return Moments.parse(
            String.valueOf(input instanceof StringValue text ? text.getValue() : ""));
      } catch (DateTimeException e) {
        throw new CoercingParseLiteralException(
            "is a text with a time such as \"2026-01-31T08:00:00Z\"", e);
      }
    }
  }

  private static final class Texts implements Coercing<Map<?, ?>, Map<?, ?>> {

    @Override
    public Map<?, ?> serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Map<?, ?> map) {
        return map;
      }
      throw new CoercingSerializeException("no map: " + value);
    }
  }
}
