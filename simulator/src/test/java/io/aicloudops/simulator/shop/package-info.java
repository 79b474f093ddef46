/** Tests of the shop: its models, its processes, its load. */
@NullMarked
package io.aicloudops.simulator.shop;

import org.jspecify.annotations.NullMarked;
