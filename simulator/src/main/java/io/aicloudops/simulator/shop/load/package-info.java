/**
 * The shop's customers: an open-loop load generator that calls the front at a seasonal rate, and
 * what they saw of the shop. Imports the shop's processes for their client and the JDK.
 */
@NullMarked
package io.aicloudops.simulator.shop.load;

import org.jspecify.annotations.NullMarked;
