/** What we tell Prometheus about ourselves, in one place. Imports Micrometer alone. */
@NullMarked
package io.aicloudops.runtime.metrics;

import org.jspecify.annotations.NullMarked;
