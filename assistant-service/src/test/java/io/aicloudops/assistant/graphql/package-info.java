/** Tests of GraphQL over a real server. */
@NullMarked
package io.aicloudops.assistant.graphql;

import org.jspecify.annotations.NullMarked;
