/**
 * The API over HTTP: paths, verbs, bodies, watches by chunks and by WebSocket, discovery, tokens,
 * the record of writes. Imports the JDK, Javalin, Jackson and the other kube packages.
 */
@NullMarked
package io.aicloudops.simulator.kube.http;

import org.jspecify.annotations.NullMarked;
