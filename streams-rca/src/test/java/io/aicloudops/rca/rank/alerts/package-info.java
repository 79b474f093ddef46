/** Tests. */
@NullMarked
package io.aicloudops.rca.rank.alerts;

import org.jspecify.annotations.NullMarked;
