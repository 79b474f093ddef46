/** Tests of the topologies with the test driver. */
@NullMarked
package io.aicloudops.rca.incidents;

import org.jspecify.annotations.NullMarked;
