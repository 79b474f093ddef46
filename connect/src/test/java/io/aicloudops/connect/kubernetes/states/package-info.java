/** Tests. */
@NullMarked
package io.aicloudops.connect.kubernetes.states;

import org.jspecify.annotations.NullMarked;
