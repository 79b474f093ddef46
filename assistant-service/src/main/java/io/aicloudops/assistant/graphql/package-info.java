/**
 * GraphQL over the views: queries, approvals, and subscriptions over graphql-transport-ws. The
 * schema is {@code graphql/schema.graphqls}; its types are the event records. Imports graphql-java
 * and Javalin.
 */
@NullMarked
package io.aicloudops.assistant.graphql;

import org.jspecify.annotations.NullMarked;
