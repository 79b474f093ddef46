/** Tests of the route over real HTTP. */
@NullMarked
package io.aicloudops.rca.ondemand;

import org.jspecify.annotations.NullMarked;
