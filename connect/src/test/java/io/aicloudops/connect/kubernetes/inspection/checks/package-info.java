/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes.inspection.checks;

import org.jspecify.annotations.NullMarked;
