/** Tests of what evidence means. */
@NullMarked
package io.aicloudops.rca.knowledge;

import org.jspecify.annotations.NullMarked;
