/**
 * The outside world to topics: Prometheus, Alertmanager, Kubernetes and databases. This package
 * joins the parts and reads their settings; the parts do not know each other, except for who owns
 * which pod.
 */
@NullMarked
package io.aicloudops.connect;

import org.jspecify.annotations.NullMarked;
