/** The demo: a small shop on a simulated cluster, watched and mended; by hand or by script. */
@NullMarked
package io.aicloudops.launcher.demo;

import org.jspecify.annotations.NullMarked;
