package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;
import java.util.Set;

/**
 * What labels speak of.
 *
 * @param entity the workload, node, service, …
 * @param member the pod or instance; empty if there is none
 * @param said the names of the labels that entity and member say already
 */
public record Subject(EntityId entity, String member, Set<String> said) {}
