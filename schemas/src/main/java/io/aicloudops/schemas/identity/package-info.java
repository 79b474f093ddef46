/** How things are named: entities and series. Imports the JDK only. */
@NullMarked
package io.aicloudops.schemas.identity;

import org.jspecify.annotations.NullMarked;
