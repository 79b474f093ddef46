/** Tests of how objects are patched. */
@NullMarked
package io.aicloudops.simulator.kube.patch;

import org.jspecify.annotations.NullMarked;
