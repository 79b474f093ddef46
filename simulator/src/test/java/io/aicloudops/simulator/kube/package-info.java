/** Tests of the simulated cluster through the unmodified client. */
@NullMarked
package io.aicloudops.simulator.kube;

import org.jspecify.annotations.NullMarked;
