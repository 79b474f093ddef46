/** Tests. */
@NullMarked
package io.aicloudops.connect.alerts;

import org.jspecify.annotations.NullMarked;
