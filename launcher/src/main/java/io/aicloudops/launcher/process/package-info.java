/** Puts the services of one process together and runs them. */
@NullMarked
package io.aicloudops.launcher.process;

import org.jspecify.annotations.NullMarked;
