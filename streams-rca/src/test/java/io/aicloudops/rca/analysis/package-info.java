/** Tests of root cause on demand. */
@NullMarked
package io.aicloudops.rca.analysis;

import org.jspecify.annotations.NullMarked;
