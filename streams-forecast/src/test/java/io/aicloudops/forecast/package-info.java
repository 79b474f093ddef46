/** Tests of the service, its settings and its layers. */
@NullMarked
package io.aicloudops.forecast;

import org.jspecify.annotations.NullMarked;
