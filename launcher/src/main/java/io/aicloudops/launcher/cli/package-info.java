/** The aiops command. Thin: parses, calls, prints; every command says what its exit codes mean. */
@NullMarked
package io.aicloudops.launcher.cli;

import org.jspecify.annotations.NullMarked;
