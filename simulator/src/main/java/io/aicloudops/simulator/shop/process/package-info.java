/**
 * The shop's running processes: each instance is an HTTP server with its own port, metrics and
 * modelled resources that calls the others over HTTP, and the runtime that starts and stops them
 * for the cluster. Imports the shop's model, the pod runtime, Jetty, the JDK's HTTP client and the
 * Prometheus client library; it knows nothing of Kubernetes objects.
 */
@NullMarked
package io.aicloudops.simulator.shop.process;

import org.jspecify.annotations.NullMarked;
