/**
 * The service: reads its settings, builds the topologies and hosts them. Imports the runtime and
 * the packages below.
 */
@NullMarked
package io.aicloudops.rca;

import org.jspecify.annotations.NullMarked;
