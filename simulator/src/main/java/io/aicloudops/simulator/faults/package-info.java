/**
 * What can be made to go wrong with the shop, by Java, by schedule and by HTTP, and whether it has
 * been mended. Imports the shop, Javalin and the JDK. Kinds of faults are named by plain words
 * here; the simulator knows nothing of the system that finds them.
 */
@NullMarked
package io.aicloudops.simulator.faults;

import org.jspecify.annotations.NullMarked;
