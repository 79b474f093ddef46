/**
 * A Kubernetes cluster in the JVM: an API server over HTTP that the unmodified client uses, and the
 * controllers behind it. For the demo and for tests. This package puts the parts together.
 */
@NullMarked
package io.aicloudops.simulator.kube;

import org.jspecify.annotations.NullMarked;
