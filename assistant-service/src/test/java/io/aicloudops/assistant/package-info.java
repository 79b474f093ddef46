/** Tests of the query service. */
@NullMarked
package io.aicloudops.assistant;

import org.jspecify.annotations.NullMarked;
