/** Tests of the fold, with evidence made by hand or by chance. */
@NullMarked
package io.aicloudops.rca.correlate;

import org.jspecify.annotations.NullMarked;
