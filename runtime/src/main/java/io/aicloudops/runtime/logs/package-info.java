/** Plain or JSON log lines with the same keys. Imports Logback. */
@NullMarked
package io.aicloudops.runtime.logs;

import org.jspecify.annotations.NullMarked;
