/** Tests of the service as a whole. */
@NullMarked
package io.aicloudops.rca;

import org.jspecify.annotations.NullMarked;
