/**
 * Whose sample or alert it is: from Prometheus labels to an entity and its member. Imports the JDK
 * and the schemas only.
 */
@NullMarked
package io.aicloudops.connect.identity;

import org.jspecify.annotations.NullMarked;
