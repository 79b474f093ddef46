package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A part of a list.
 *
 * @param revision the list shows the cluster at
 * @param next to go on with; empty at the end
 * @param remaining how many follow
 */
public record Page(List<ObjectNode> items, long revision, String next, int remaining) {}
