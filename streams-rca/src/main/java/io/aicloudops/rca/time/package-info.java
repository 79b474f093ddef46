/** What time it is for many whose clocks may be wrong. Pure: imports nothing but the JDK. */
@NullMarked
package io.aicloudops.rca.time;

import org.jspecify.annotations.NullMarked;
