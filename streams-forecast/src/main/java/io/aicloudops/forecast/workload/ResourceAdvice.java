package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.resource.RightSize;
import io.aicloudops.forecast.resource.TimeToFull;
import java.util.Map;

/**
 * What is advised about the resources of a workload's instances.
 *
 * @param cpu in cores
 * @param memory in bytes
 * @param full when each resource that has a limit will be full, by the name of its signal
 */
public record ResourceAdvice(
    String entity, RightSize cpu, RightSize memory, Map<String, TimeToFull> full) {}
